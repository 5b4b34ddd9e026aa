import { instanceSecond } from '#infra/prices.ts';
import { randomOf } from '#local/testing/random.ts';
import { quantile } from '../shared/statistics.ts';
import type { Policy } from './autoscaler.ts';
import type { Backlog } from './endpoint.ts';
import { type Outcome, type SimulationOptions, simulate } from './simulation.ts';
import { sessionsOf, type Workload } from './workload.ts';

/** Gen3D's settings, and the observed start time of an instance with 13 GB of weights; times in seconds. */
const gen3dOptions: Omit<SimulationOptions, 'backlog'> = {
  concurrency: 4,
  coldStart: 600,
  patience: 3_600,
  retries: 2,
  horizon: 8 * 3_600,
};
/** The baseline keeps SageMaker's default of six hours and does not retry a killed job. */
const baselineOptions: Omit<SimulationOptions, 'backlog'> = { ...gen3dOptions, patience: 21_600, retries: 0 };

export interface Run {
  readonly workload: string;
  readonly policy: string;
  /** Median and 95th percentile of the finished sessions' waits, in seconds. */
  readonly median: number;
  readonly p95: number;
  readonly sessions: number;
  /** Sessions that ended without a model. */
  readonly failed: number;
  /** Jobs whose instance was terminated. */
  readonly killed: number;
  readonly mostInstances: number;
  /** Per session that got its model. */
  readonly dollars: number;
  readonly outcome: Outcome;
}

/** Simulates one policy on one workload. The same seed gives every policy the same sessions. */
export function run(
  name: string,
  workload: Workload,
  policy: Policy,
  seed: number,
  backlog: Backlog = 'waiting',
): Run {
  const random = randomOf(seed);
  const sessions = sessionsOf(workload, random.part('sessions'));
  const options = { ...(policy.wake === undefined ? baselineOptions : gen3dOptions), backlog };
  const outcome = simulate(sessions, policy, options, random.part('scale in'));
  return {
    workload: name,
    policy: policy.name,
    median: quantile(outcome.waits, 0.5),
    p95: quantile(outcome.waits, 0.95),
    sessions: sessions.length,
    failed: sessions.length - outcome.finished,
    killed: outcome.killed,
    mostInstances: Math.max(...outcome.instances),
    dollars: (outcome.instanceSeconds * instanceSecond()) / outcome.finished,
    outcome,
  };
}
