import { instanceSecond } from '#infra/prices.ts';
import { randomOf } from '#test/chaos/random.ts';
import { quantile } from '../shared/statistics.ts';
import type { Policy } from './autoscaler.ts';
import type { Backlog } from './endpoint.ts';
import { type Outcome, simulate, type World } from './simulation.ts';
import { sessionsOf, type Workload } from './workload.ts';

/** Seconds. What our settings say, and what a start with 13 GB of weights was seen to take. */
const ours: Omit<World, 'backlog'> = {
  concurrency: 4,
  coldStart: 600,
  patience: 3_600,
  retries: 2,
  horizon: 8 * 3_600,
};
/** The plan keeps SageMaker's six hours, and a job that is killed is nobody's. */
const plans: Omit<World, 'backlog'> = { ...ours, patience: 21_600, retries: 0 };

export interface Run {
  readonly workload: string;
  readonly policy: string;
  /** Seconds that half of the finished sessions, and nineteen of twenty, waited at most. */
  readonly median: number;
  readonly p95: number;
  readonly sessions: number;
  /** Ended without a model. */
  readonly failed: number;
  /** Jobs whose instance was ended under them. */
  readonly killed: number;
  readonly mostInstances: number;
  /** For each session that got its model. */
  readonly dollars: number;
  readonly outcome: Outcome;
}

/** One policy against one workload; the same seed brings the same sessions to every policy. */
export function run(
  name: string,
  workload: Workload,
  policy: Policy,
  seed: number,
  backlog: Backlog = 'waiting',
): Run {
  const random = randomOf(seed);
  const sessions = sessionsOf(workload, random.part('sessions'));
  const world = { ...(policy.wake === undefined ? plans : ours), backlog };
  const outcome = simulate(sessions, policy, world, random.part('scale in'));
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
