import { windowHits } from './checks/mails.ts';
import type { ChaosOptions } from './options.ts';
import type { Outcome } from './run.ts';

const shownProblems = 40;

/** The run in a few lines: what was done to the home, what became of the sessions, what was wrong. */
export function* report(outcome: Outcome, options: ChaosOptions, milliseconds: number): Generator<string> {
  const { kills, sessions, problems, evidence } = outcome;
  const statuses = tally([...evidence.rows.values()].map((row) => nameOf(row.status, row.reason?.code)));
  const troubles = tally(evidence.faults.map(({ call, trouble }) => `${call.split(' ')[0]} ${trouble}`));
  yield `kills ${kills} · sessions ${sessions} · mails ${evidence.mails.length} · ${Math.round(milliseconds / 1_000)} s`;
  yield `sessions: ${statuses}`;
  if (evidence.faults.length > 0) yield `faults: ${evidence.faults.length} (${troubles})`;
  for (const { mail, killedAfter } of windowHits(evidence, options.faults))
    yield `mail twice, by rule 11: ${mail}, killed ${killedAfter} ms after it was sent`;
  for (const problem of problems.slice(0, shownProblems)) yield `PROBLEM ${problem}`;
  if (problems.length > shownProblems) yield `… and ${problems.length - shownProblems} more`;
  if (problems.length === 0) yield `seed ${options.seed} passed`;
}

function nameOf(status: string, code: string | undefined): string {
  return code === undefined ? status : `${status} (${code})`;
}

function tally(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([name, count]) => `${name} ${count}`).join(', ');
}
