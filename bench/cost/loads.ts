import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { deployed, plan } from '../scale/policies.ts';
import { run } from '../scale/runs.ts';
import type { Workload } from '../scale/workload.ts';
import { bearable } from '../scale/workloads.ts';
import { sum } from '../shared/statistics.ts';
import { compareIn } from './compare.ts';
import type { Measurement } from './measurement.ts';
import { orchestration, total, type Usage } from './usage.ts';

/** Dollars that the orchestration of a session costs on average, under a load. */
export interface LoadCost {
  readonly load: string;
  /** With our scaling. */
  readonly ours: number;
  /** The plan's design, if its sessions waited as ours do; its page asks while a job runs. */
  readonly planSameWaits: number;
  /** With its own scaling. */
  readonly plan: number;
}

/** Both designs over the loads that `bench:scale` simulates; of sessions that got their model. */
export async function costOfLoads(
  seed: number,
  measurement: Measurement,
  history: readonly HistoryEvent[],
): Promise<LoadCost[]> {
  const compared = (name: string, load: Workload, policy: typeof plan) => {
    const { waited } = run(name, load, policy, seed).outcome;
    return compareIn(
      waited.map((waits) => ({ name, ...waits })),
      measurement,
      history,
    );
  };
  return Promise.all(
    Object.entries(bearable).map(async ([load, workload]) => {
      const [underOurs, underPlans] = await Promise.all([
        compared(load, workload, deployed),
        compared(load, workload, plan),
      ]);
      return {
        load,
        ours: mean(underOurs.map(({ ours }) => ours)),
        planSameWaits: mean(underOurs.map((one) => one.plan)),
        plan: mean(underPlans.map((one) => one.plan)),
      };
    }),
  );
}

function mean(usages: readonly Usage[]): number {
  return sum(usages.map((usage) => total(orchestration(usage)))) / usages.length;
}
