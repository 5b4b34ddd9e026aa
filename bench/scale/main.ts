/**
 * `npm run bench -- scale`: simulates sessions on the endpoint under several scaling policies. The same seed gives the
 * same figures. Chooses the policy with the fewest failed sessions, then by wait and cost, and draws two charts into
 * `docs/`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { host } from '../shared/host.ts';
import { textTable } from '../shared/text-table.ts';
import type { Policy } from './autoscaler.ts';
import { burstChart, waitChart } from './charts.ts';
import { best, scores } from './choose.ts';
import type { Backlog } from './endpoint.ts';
import { baseline, candidates, uncapped } from './policies.ts';
import { runTable, scoreTable } from './report.ts';
import { type Run, run } from './runs.ts';
import type { Workload } from './workload.ts';
import { bearable, beyond, evaluatedUnbounded, unbounded } from './workloads.ts';

const suffix: Readonly<Record<Backlog, string>> = { waiting: '', unfinished: ', the guide’s backlog' };
const docs = join(import.meta.dirname, '..', '..', 'docs', 'images');
const options = new Command('npm run bench -- scale')
  .description('Waits, instances and cost of the endpoint by scaling policy.')
  .option('--seed <number>', 'random seed', '1')
  .option('--all', 'show every candidate, not only the baseline and the chosen policy')
  .parse()
  .opts<{ seed: string; all?: boolean }>();
const seed = Number(options.seed);

console.log(`npm run bench -- scale --seed ${seed}`);
console.log(`simulated on ${host()}`);
const waiting = evaluate('waiting');
const unfinished = evaluate('unfinished');
const scored = scores([...waiting, ...unfinished]);
const chosen = candidates.find(({ name }) => name === best(scored)?.policy);
if (chosen === undefined) throw new Error('No policy was chosen.');
const common = candidates.slice(0, 1);
const tried = waiting.filter(({ workload, policy }) => workload in bearable && isShown(policy));
const shown = [...against(bearable, [baseline]), ...tried].toSorted(byWorkload);

print(scoreTable('backlog: waiting requests (observed)', scores(waiting)));
print(scoreTable('backlog: unfinished requests (SageMaker guide)', scores(unfinished)));
print(scoreTable('both', scored));
console.log(
  `\nchosen: ${chosen.name}: backlog per instance ${chosen.backlogPerInstance}, wake after ${chosen.wake?.minutes} min`,
);
print(runTable(shown));
print(runTable(unfinished.filter(({ policy }) => isShown(policy))));
print(runTable(against(beyond, [baseline, ...common, chosen])));
print(runTable(against(unbounded, [baseline, ...common, chosen].map(uncapped))));

const charted = shown.filter(({ policy }) =>
  [baseline, ...common, chosen].some(({ name }) => name === policy),
);
const burst = charted.filter(({ workload }) => workload.startsWith('50'));
writeFileSync(join(docs, 'scaling-burst.svg'), burstChart(burst, 80));
const perMinute = Object.fromEntries(
  Object.entries(bearable).map(([name, workload]) => [name, rateOf(workload)]),
);
const steady = charted.filter(({ workload }) => !workload.startsWith('50'));
writeFileSync(join(docs, 'scaling-waits.svg'), waitChart(steady, perMinute));

/** Runs every candidate on the workloads that decide. */
function evaluate(backlog: Backlog): Run[] {
  return [
    ...against(bearable, candidates, backlog),
    ...against(evaluatedUnbounded, candidates.map(uncapped), backlog),
  ];
}

function against(
  workloads: Readonly<Record<string, Workload>>,
  policies: readonly Policy[],
  backlog: Backlog = 'waiting',
): Run[] {
  return Object.entries(workloads).flatMap(([name, workload]) =>
    policies.map((policy) => run(`${name}${suffix[backlog]}`, workload, policy, seed, backlog)),
  );
}

function isShown(policy: string): boolean {
  return options.all === true || [...common, chosen].some((one) => one?.name === policy);
}

function byWorkload(a: Run, b: Run): number {
  const names = Object.keys(bearable);
  return names.indexOf(a.workload) - names.indexOf(b.workload);
}

function rateOf(workload: Workload): number {
  return workload.kind === 'steady' ? workload.perMinute : workload.sessions / workload.everyMinutes;
}

function print(rows: readonly (readonly string[])[]): void {
  console.log();
  for (const line of textTable(rows)) console.log(line);
}
