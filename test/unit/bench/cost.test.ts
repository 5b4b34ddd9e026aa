import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prices } from '#infra/prices.ts';
import { readHistory } from '#state-machines/replay/read-history.ts';
import { compare } from '../../../bench/cost/compare.ts';
import { costOfLoads } from '../../../bench/cost/loads.ts';
import { Measurement } from '../../../bench/cost/measurement.ts';
import { planUsage } from '../../../bench/cost/plan.ts';
import { clientPolls, planPolls, planPollsThroughout, pollsOf } from '../../../bench/cost/polls.ts';
import { sessionWith } from '../../../bench/cost/scenarios.ts';
import { transitionsOf } from '../../../bench/cost/transitions.ts';
import { orchestration, total, type Usage, work } from '../../../bench/cost/usage.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const recorded = (name: string) =>
  readHistory(readFileSync(join(root, 'events', 'histories', `${name}.json`), 'utf8'));
const measurement = Measurement.parse(
  JSON.parse(readFileSync(join(root, 'bench', 'cost', 'measured.json'), 'utf8')),
);

describe('state transitions', () => {
  it('are the states entered and the end', () => {
    expect(transitionsOf(recorded('succeeded'))).toBe(9);
  });

  it('count each retry', () => {
    expect(transitionsOf(recorded('ValidateInput-retried-Lambda.AWSLambdaException_succeeded'))).toBe(10);
  });

  it('count the states that a refused mask goes through again', () => {
    expect(transitionsOf(recorded('mask-refused_succeeded'))).toBe(12);
  });
});

describe('the client’s polls', () => {
  it('come less and less often, and see the end within the longest pause', async () => {
    const { count, late } = await clientPolls([600], { maxInterval: 10_000 });

    expect(count).toBeGreaterThan(600 / 10);
    expect(count).toBeLessThan(100);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThanOrEqual(10);
  });

  it('are the same each time', async () => {
    expect(await clientPolls([5, 90])).toEqual(await clientPolls([5, 90]));
  });
});

describe('the plan’s polls', () => {
  const scenario = sessionWith('from zero', 600, 60);

  it('come every five seconds while a job runs', () => {
    expect(planPolls(scenario)).toBe(122 + 15);
  });

  it('or all the time', () => {
    expect(planPollsThroughout(scenario)).toBe(122 + 15 + 12);
  });

  it('are two requests each, for its answers do not say how long a preflight holds', () => {
    expect(planUsage(100, 30).apiCalls).toBe(2 * (100 + 2));
  });
});

describe('our page', () => {
  it('hardly asks while the mask is drawn', async () => {
    const [quick, slow] = await Promise.all([60, 600].map((mask) => pollsOf(sessionWith('', 0, mask))));

    expect(slow?.count).toBeGreaterThan(quick?.count ?? 0);
    expect((slow?.count ?? 0) - (quick?.count ?? 0)).toBeLessThan(10);
  });
});

describe('the average session of a load', () => {
  it('costs less than the plan’s wherever sessions wait for an instance', async () => {
    const costs = await costOfLoads(2, measurement, recorded('succeeded'));

    for (const { ours, planSameWaits, plan } of costs) {
      expect(ours).toBeLessThan(planSameWaits);
      expect(planSameWaits).toBeLessThan(plan * 2);
    }
  }, 60_000);
});

describe('a bill', () => {
  const nothing: Usage = {
    transitions: 0,
    apiCalls: 0,
    lambdaCalls: 0,
    lambdaGigabyteSeconds: 0,
    writes: 0,
    reads: 0,
    puts: 0,
    gets: 0,
    publishes: 0,
    logBytes: 0,
    traces: 0,
    mails: 0,
    storedBytes: 0,
    bytesOut: 0,
    gpuSeconds: 0,
  };

  it('of nothing is nothing', () => {
    expect(total([...orchestration(nothing), ...work(nothing)])).toBe(0);
  });

  it.each([
    [{ transitions: 1_000 }, 0.025],
    [{ apiCalls: 1e6 }, 3.5],
    [{ lambdaCalls: 1e6, lambdaGigabyteSeconds: 1e6 }, 0.2 + 13.3334],
    [{ writes: 1e6, reads: 1e6 }, 0.75],
    [{ puts: 1_000, gets: 1_000 }, 0.0054],
    [{ publishes: 1e6 }, 0.5],
    [{ logBytes: 1e9 }, 0.53],
    [{ traces: 1e6 }, 5],
  ])('of %o is by the list', (part, dollars) => {
    expect(total(orchestration({ ...nothing, ...part }))).toBeCloseTo(dollars, 6);
  });

  it.each([
    [{ gpuSeconds: 3_600 }, prices.sageMaker.instanceHour['ml.g5.2xlarge']],
    [{ mails: 1_000 }, 0.1],
    [{ storedBytes: 1e9 }, 0.069],
    [{ bytesOut: 1e9 }, 0.09],
  ])('of the work %o is by the list', (part, dollars) => {
    expect(total(work({ ...nothing, ...part }))).toBeCloseTo(dollars, 6);
  });
});

describe('both designs', () => {
  it('do the same work for the same session', async () => {
    for (const { ours, plan } of await compare(measurement, recorded('succeeded'))) {
      expect(plan.gpuSeconds).toBe(ours.gpuSeconds);
      expect(plan.storedBytes).toBe(ours.storedBytes);
    }
  });

  it('are told apart by the wait alone: the plan’s cost grows faster with it', async () => {
    const compared = await compare(measurement, recorded('succeeded'));
    const cost = (usage: Usage) => total(orchestration(usage));
    const [warm, , cold] = compared;
    if (warm === undefined || cold === undefined) throw new Error('Scenarios are missing.');

    expect(cost(cold.plan) - cost(warm.plan)).toBeGreaterThan(cost(cold.ours) - cost(warm.ours));
  });
});
