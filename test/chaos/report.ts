import { windowHits } from './checks/emails.ts';
import type { Evidence } from './checks/evidence.ts';
import type { ChaosOptions } from './options.ts';

/** The result of a run. */
export interface Outcome {
  readonly problems: readonly string[];
  readonly kills: number;
  readonly sessions: number;
  readonly evidence: Evidence;
}

const shownProblems = 40;

/** Summarizes a run: kills, sessions, faults and problems. */
export function* report(outcome: Outcome, options: ChaosOptions, milliseconds: number): Generator<string> {
  const { kills, sessions, problems, evidence } = outcome;
  const statuses = tally([...evidence.rows.values()].map((row) => nameOf(row.status, row.reason?.code)));
  const faults = tally(evidence.faults.map(({ call, fault }) => `${call.split(' ')[0]} ${fault}`));
  yield `kills ${kills} · sessions ${sessions} · emails ${evidence.emails.length} · ${Math.round(milliseconds / 1_000)} s`;
  yield `sessions: ${statuses}`;
  if (evidence.faults.length > 0) yield `faults: ${evidence.faults.length} (${faults})`;
  for (const { email, killedAfter } of windowHits(evidence, options.faults))
    yield `duplicate email after a kill: ${email}, killed ${killedAfter} ms after it was sent`;
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
