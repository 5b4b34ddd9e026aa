import { sampledReads } from '#infra/prices.ts';
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { gen3dUsage } from './gen3d.ts';
import type { Measurement } from './measurement.ts';
import { baselineUsage } from './polling-baseline.ts';
import { baselinePolls, baselinePollsThroughout } from './polls.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import type { Usage } from './usage.ts';

export interface Compared {
  readonly scenario: Scenario;
  readonly gen3d: Usage;
  /** The polling baseline; its page polls while a job runs. */
  readonly baseline: Usage;
  /** The polling baseline; its page polls as long as the session is open. */
  readonly baselineThroughout: Usage;
}

/** Compares both designs in every scenario. */
export function compare(measurement: Measurement, history: readonly HistoryEvent[]): Promise<Compared[]> {
  return compareIn(scenarios, measurement, history);
}

/** Compares both designs. They store the same objects, so the difference is the orchestration. */
export function compareIn(
  scenarios: readonly Scenario[],
  measurement: Measurement,
  history: readonly HistoryEvent[],
): Promise<Compared[]> {
  const shortest = Math.min(...Object.values(measurement.functions).map(({ milliseconds }) => milliseconds));
  return Promise.all(
    scenarios.map(async (scenario) => {
      const gen3d = await gen3dUsage(scenario, measurement, history, sampledReads);
      const { storedBytes, bytesOut } = gen3d;
      const baseline = (polls: number) => ({ ...baselineUsage(polls, shortest), storedBytes, bytesOut });
      return {
        scenario,
        gen3d,
        baseline: baseline(baselinePolls(scenario)),
        baselineThroughout: baseline(baselinePollsThroughout(scenario)),
      };
    }),
  );
}
