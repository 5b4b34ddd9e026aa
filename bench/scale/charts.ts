import { lineChart } from '../shared/line-chart.ts';
import type { Run } from './runs.ts';

/** Instances after a burst, by policy. @param minutes to show */
export function burstChart(runs: readonly Run[], minutes: number): string {
  return lineChart({
    title: 'Instances after 50 sessions at once, from zero',
    x: { label: 'minutes', ticks: range(0, minutes, 10) },
    y: { label: 'instances, including starting ones', ticks: [0, 1, 2, 3, 4, 5] },
    series: runs.map(({ policy, outcome }) => ({
      name: policy,
      points: outcome.instances.slice(0, minutes).map((count, minute) => [minute + 1, count] as const),
    })),
  });
}

/** The 95th percentile of the wait, by the rate of sessions. */
export function waitChart(runs: readonly Run[], perMinute: Readonly<Record<string, number>>): string {
  const policies = [...new Set(runs.map(({ policy }) => policy))];
  return lineChart({
    title: 'Wait (p95) for both jobs, at most five instances',
    x: { label: 'sessions a minute', ticks: [0.01, 0.03, 0.1, 0.3, 1, 3], log: true },
    y: { label: 'minutes', ticks: [10, 20, 40, 80, 160, 320], log: true },
    series: policies.map((policy) => ({
      name: policy,
      points: runs
        .filter((run) => run.policy === policy && perMinute[run.workload] !== undefined)
        .map((run) => [perMinute[run.workload] ?? 0, run.p95 / 60] as const),
    })),
  });
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, n) => from + n * step);
}
