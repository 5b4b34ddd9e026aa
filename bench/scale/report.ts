import type { Score } from './choose.ts';
import type { Run } from './runs.ts';

/** The table: a heading, then one row per run. */
export function runTable(runs: readonly Run[]): string[][] {
  return [
    ['workload, policy', 'p50 wait', 'p95', 'sessions', 'failed', 'killed jobs', 'instances', '$ a session'],
    ...runs.map((run) => [
      `${run.workload}: ${run.policy}`,
      seconds(run.median),
      seconds(run.p95),
      `${run.sessions}`,
      `${run.failed}`,
      `${run.killed}`,
      `${run.mostInstances}`,
      Number.isFinite(run.dollars) ? run.dollars.toFixed(3) : '–',
    ]),
  ];
}

/** The scores over the loads that five instances can serve, and 10 sessions per minute without a cap. */
export function scoreTable(title: string, scores: readonly Score[]): string[][] {
  return [
    [title, 'failed', 'p95 wait', 'cost', 'product'],
    ...scores.map(({ policy, failed, wait, cost }) => [
      policy,
      `${failed}`,
      wait.toFixed(2),
      cost.toFixed(2),
      (wait * cost).toFixed(2),
    ]),
  ];
}

function seconds(value: number): string {
  return Number.isFinite(value) ? `${Math.round(value).toLocaleString('en')} s` : '–';
}
