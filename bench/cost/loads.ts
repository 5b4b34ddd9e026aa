import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { baseline, deployed } from '../scale/policies.ts';
import { run } from '../scale/runs.ts';
import type { Workload } from '../scale/workload.ts';
import { bearable } from '../scale/workloads.ts';
import { sum } from '../shared/statistics.ts';
import { compareIn } from './compare.ts';
import type { Measurement } from './measurement.ts';
import { orchestration, total, type Usage } from './usage.ts';

/** Mean orchestration cost of a session under a load, in dollars. */
export interface LoadCost {
  readonly load: string;
  /** With the deployed scaling policy. */
  readonly gen3d: number;
  /** The polling baseline with the same waits; its page polls while a job runs. */
  readonly baselineSameWaits: number;
  /** The polling baseline with its own scaling policy. */
  readonly baseline: number;
}

/** Compares both designs under the loads of `bench/scale`. Only sessions that got their model count. */
export async function costOfLoads(
  seed: number,
  measurement: Measurement,
  history: readonly HistoryEvent[],
): Promise<LoadCost[]> {
  const compared = (name: string, load: Workload, policy: typeof baseline) => {
    const { waited } = run(name, load, policy, seed).outcome;
    return compareIn(
      waited.map((waits) => ({ name, ...waits })),
      measurement,
      history,
    );
  };
  return Promise.all(
    Object.entries(bearable).map(async ([load, workload]) => {
      const [underDeployed, underBaseline] = await Promise.all([
        compared(load, workload, deployed),
        compared(load, workload, baseline),
      ]);
      return {
        load,
        gen3d: mean(underDeployed.map(({ gen3d }) => gen3d)),
        baselineSameWaits: mean(underDeployed.map((one) => one.baseline)),
        baseline: mean(underBaseline.map((one) => one.baseline)),
      };
    }),
  );
}

function mean(usages: readonly Usage[]): number {
  return sum(usages.map((usage) => total(orchestration(usage)))) / usages.length;
}
