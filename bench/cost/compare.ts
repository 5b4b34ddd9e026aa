import { sampledReads } from '#infra/sampling.ts';
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import type { Measurement } from './measurement.ts';
import { ourUsage } from './ours.ts';
import { planUsage } from './plan.ts';
import { planPolls, planPollsThroughout } from './polls.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import type { Usage } from './usage.ts';

export interface Compared {
  readonly scenario: Scenario;
  readonly ours: Usage;
  /** Its page asks while a job runs. */
  readonly plan: Usage;
  /** Its page asks as long as the session is open. */
  readonly planThroughout: Usage;
}

/** Both designs over every scenario. */
export function compare(measurement: Measurement, history: readonly HistoryEvent[]): Promise<Compared[]> {
  return compareIn(scenarios, measurement, history);
}

/** Both designs; the plan's objects are given ours, so that the difference is the way there. */
export function compareIn(
  scenarios: readonly Scenario[],
  measurement: Measurement,
  history: readonly HistoryEvent[],
): Promise<Compared[]> {
  const shortest = Math.min(...Object.values(measurement.functions).map(({ milliseconds }) => milliseconds));
  return Promise.all(
    scenarios.map(async (scenario) => {
      const ours = await ourUsage(scenario, measurement, history, sampledReads);
      const { storedBytes, bytesOut } = ours;
      const plan = (polls: number) => ({ ...planUsage(polls, shortest), storedBytes, bytesOut });
      return {
        scenario,
        ours,
        plan: plan(planPolls(scenario)),
        planThroughout: plan(planPollsThroughout(scenario)),
      };
    }),
  );
}
