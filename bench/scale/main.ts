/**
 * `npm run bench:scale`: sessions against the endpoint's scaling, simulated. The same seed, the same figures. Shows
 * the plan of record's policy, that with the step from zero that is commonly added, and others; chooses by the
 * fewest failed sessions, then by wait and cost; draws two pictures into `docs/`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { machine } from '../shared/machine.ts';
import { textTable } from '../shared/text-table.ts';
import type { Policy } from './autoscaler.ts';
import { best, scores } from './choose.ts';
import type { Backlog } from './endpoint.ts';
import { burstPicture, waitPicture } from './pictures.ts';
import { candidates, plan, uncapped } from './policies.ts';
import { runTable, scoreTable } from './report.ts';
import { type Run, run } from './runs.ts';
import type { Workload } from './workload.ts';
import { bearable, beyond, judgedUnbounded, unbounded } from './workloads.ts';

const suffix: Readonly<Record<Backlog, string>> = { waiting: '', unfinished: ', the guide’s backlog' };
const docs = join(import.meta.dirname, '..', '..', 'docs');
const options = new Command('npm run bench:scale --')
  .description('Waits, instances and cost of the endpoint, by how it is scaled.')
  .option('--seed <number>', 'of the sessions and of all chance', '1')
  .option('--all', 'every candidate in the table, not only the plan and what was chosen')
  .parse()
  .opts<{ seed: string; all?: boolean }>();
const seed = Number(options.seed);

console.log(`npm run bench:scale -- --seed ${seed}`);
console.log(`simulated on ${machine()}`);
const waiting = judged('waiting');
const unfinished = judged('unfinished');
const scored = scores([...waiting, ...unfinished]);
const chosen = candidates.find(({ name }) => name === best(scored)?.policy);
if (chosen === undefined) throw new Error('No policy was chosen.');
const common = candidates.slice(0, 1);
const tried = waiting.filter(({ workload, policy }) => workload in bearable && isShown(policy));
const shown = [...against(bearable, [plan]), ...tried].toSorted(byWorkload);

print(scoreTable('backlog is what waits, as was observed', scores(waiting)));
print(scoreTable('backlog is what is unfinished, as the guide has it', scores(unfinished)));
print(scoreTable('both', scored));
console.log(
  `\nchosen: ${chosen.name}: backlog per instance ${chosen.backlogPerInstance}, wake after ${chosen.wake?.minutes} min`,
);
print(runTable(shown));
print(runTable(unfinished.filter(({ policy }) => isShown(policy))));
print(runTable(against(beyond, [plan, ...common, chosen])));
print(runTable(against(unbounded, [plan, ...common, chosen].map(uncapped))));

const pictured = shown.filter(({ policy }) => [plan, ...common, chosen].some(({ name }) => name === policy));
const burst = pictured.filter(({ workload }) => workload.startsWith('50'));
writeFileSync(join(docs, 'scaling-burst.svg'), burstPicture(burst, 80));
const perMinute = Object.fromEntries(
  Object.entries(bearable).map(([name, workload]) => [name, rateOf(workload)]),
);
const steady = pictured.filter(({ workload }) => !workload.startsWith('50'));
writeFileSync(join(docs, 'scaling-waits.svg'), waitPicture(steady, perMinute));

/** Every candidate against all that policies are judged by. */
function judged(backlog: Backlog): Run[] {
  return [
    ...against(bearable, candidates, backlog),
    ...against(judgedUnbounded, candidates.map(uncapped), backlog),
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
