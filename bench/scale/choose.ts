import type { Run } from './runs.ts';

/** How a policy performs over all workloads. */
export interface Score {
  readonly policy: string;
  readonly failed: number;
  /** Geometric means of the ratios to the first policy: the 95th percentile of the wait, and the cost. */
  readonly wait: number;
  readonly cost: number;
}

export function scores(runs: readonly Run[]): Score[] {
  const policies = [...new Set(runs.map(({ policy }) => policy))];
  const first = runs.filter(({ policy }) => policy === policies[0]);
  return policies.map((policy) => {
    const own = runs.filter((run) => run.policy === policy);
    const share = (key: 'p95' | 'dollars') =>
      geometricMean(
        own.map(
          (run) => run[key] / (first.find(({ workload }) => workload === run.workload)?.[key] ?? Number.NaN),
        ),
      );
    return {
      policy,
      failed: own.reduce((sum, { failed }) => sum + failed, 0),
      wait: share('p95'),
      cost: share('dollars'),
    };
  });
}

/** The policy with the fewest failed sessions, then the smallest product of wait and cost, then the first. */
export function best(all: readonly Score[]): Score | undefined {
  return all.toSorted((a, b) => a.failed - b.failed || product(a) - product(b))[0];
}

/** Rounded to hundredths: smaller differences are chance. */
function product({ wait, cost }: Score): number {
  return Math.round(wait * cost * 100);
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
