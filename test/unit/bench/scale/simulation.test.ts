import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomOf } from '#local/testing/random.ts';
import { baseline, candidates } from '../../../../bench/scale/policies.ts';
import { type SimulationOptions, simulate } from '../../../../bench/scale/simulation.ts';
import { sessionsOf, type Workload } from '../../../../bench/scale/workload.ts';

const options: SimulationOptions = {
  concurrency: 4,
  coldStart: 600,
  patience: 3_600,
  backlog: 'waiting',
  retries: 2,
  horizon: 12 * 3_600,
};
const workload: fc.Arbitrary<Workload> = fc.oneof(
  fc.record({
    kind: fc.constant('steady' as const),
    perMinute: fc.double({ min: 0.05, max: 6, noNaN: true }),
    minutes: fc.integer({ min: 10, max: 120 }),
  }),
  fc.record({
    kind: fc.constant('bursts' as const),
    sessions: fc.integer({ min: 1, max: 60 }),
    everyMinutes: fc.integer({ min: 30, max: 180 }),
    bursts: fc.integer({ min: 1, max: 3 }),
  }),
);

describe('scaling simulation', () => {
  it('ends every session once and never exceeds the maximum of instances', () => {
    fc.assert(
      fc.property(workload, fc.constantFrom(baseline, ...candidates), fc.nat(), (coming, policy, seed) => {
        const sessions = sessionsOf(coming, randomOf(seed));

        const outcome = simulate(sessions, policy, options, randomOf(seed));

        const { finished, expired, lost, open } = outcome;
        expect(finished + expired + lost + open).toBe(sessions.length);
        expect(open).toBeGreaterThanOrEqual(0);
        expect(outcome.waits).toHaveLength(finished);
        expect(Math.max(0, ...outcome.instances)).toBeLessThanOrEqual(policy.maxInstances);
      }),
      { numRuns: 60 },
    );
  });

  it('is deterministic for a seed', () => {
    const sessions = sessionsOf({ kind: 'steady', perMinute: 2, minutes: 60 }, randomOf(7));

    expect(simulate(sessions, baseline, options, randomOf(7))).toEqual(
      simulate(sessions, baseline, options, randomOf(7)),
    );
  });

  it('counts no wait shorter than the work itself', () => {
    const sessions = sessionsOf({ kind: 'bursts', sessions: 20, everyMinutes: 60, bursts: 1 }, randomOf(3));
    const least = Math.min(...sessions.map(({ embedding, reconstruction }) => embedding + reconstruction));

    const { waits } = simulate(sessions, baseline, options, randomOf(3));

    expect(Math.min(...waits)).toBeGreaterThanOrEqual(600 + least);
  });

  it('starves a lone session without a step from zero', () => {
    const alone = sessionsOf({ kind: 'bursts', sessions: 1, everyMinutes: 60, bursts: 1 }, randomOf(1));
    const [waking = baseline] = candidates.filter(({ name }) => name === 'target 1, wake 3 min');

    expect(simulate(alone, baseline, options, randomOf(1))).toMatchObject({ finished: 0, expired: 1 });
    expect(simulate(alone, waking, options, randomOf(1))).toMatchObject({ finished: 1 });
  });
});
