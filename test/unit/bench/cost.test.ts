import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prices } from '#infra/prices.ts';
import { readHistory } from '#state-machines/replay/read-history.ts';
import { compare } from '../../../bench/cost/compare.ts';
import { costOfLoads } from '../../../bench/cost/loads.ts';
import { Measurement } from '../../../bench/cost/measurement.ts';
import { baselineUsage } from '../../../bench/cost/polling-baseline.ts';
import { baselinePolls, baselinePollsThroughout, clientPolls, pollsOf } from '../../../bench/cost/polls.ts';
import { sessionWith } from '../../../bench/cost/scenarios.ts';
import { transitionsOf } from '../../../bench/cost/transitions.ts';
import { orchestration, total, type Usage, work } from '../../../bench/cost/usage.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const recorded = (name: string) =>
  readHistory(readFileSync(join(root, 'events', 'histories', `${name}.json`), 'utf8'));
const measurement = Measurement.parse(
  JSON.parse(readFileSync(join(root, 'bench', 'cost', 'measured.json'), 'utf8')),
);

describe('transitionsOf', () => {
  it('counts the states entered and the end', () => {
    expect(transitionsOf(recorded('succeeded'))).toBe(9);
  });

  it('counts each retry', () => {
    expect(transitionsOf(recorded('ValidateInput-retried-Lambda.AWSLambdaException_succeeded'))).toBe(10);
  });

  it('counts the states that run again after a refused mask', () => {
    expect(transitionsOf(recorded('mask-refused_succeeded'))).toBe(12);
  });
});

describe('clientPolls', () => {
  it('polls less and less often and sees the end within the longest interval', async () => {
    const { count, late } = await clientPolls([600], { maxInterval: 10_000 });

    expect(count).toBeGreaterThan(600 / 10);
    expect(count).toBeLessThan(100);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThanOrEqual(10);
  });

  it('is deterministic', async () => {
    expect(await clientPolls([5, 90])).toEqual(await clientPolls([5, 90]));
  });
});

describe('polling baseline', () => {
  const scenario = sessionWith('from zero', 600, 60);

  it('polls every five seconds while a job runs', () => {
    expect(baselinePolls(scenario)).toBe(122 + 15);
  });

  it('polls during the whole session', () => {
    expect(baselinePollsThroughout(scenario)).toBe(122 + 15 + 12);
  });

  it('sends a preflight with each poll', () => {
    expect(baselineUsage(100, 30).apiCalls).toBe(2 * (100 + 2));
  });
});

describe('pollsOf', () => {
  it('polls rarely while the mask is drawn', async () => {
    const [quick, slow] = await Promise.all([60, 600].map((mask) => pollsOf(sessionWith('', 0, mask))));

    expect(slow?.count).toBeGreaterThan(quick?.count ?? 0);
    expect((slow?.count ?? 0) - (quick?.count ?? 0)).toBeLessThan(10);
  });
});

describe('costOfLoads', () => {
  it('is lower than the baseline wherever sessions wait for an instance', async () => {
    const costs = await costOfLoads(2, measurement, recorded('succeeded'));

    for (const { gen3d, baselineSameWaits, baseline } of costs) {
      expect(gen3d).toBeLessThan(baselineSameWaits);
      expect(baselineSameWaits).toBeLessThan(baseline * 2);
    }
  }, 60_000);
});

describe('bill', () => {
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
    emails: 0,
    storedBytes: 0,
    bytesOut: 0,
    gpuSeconds: 0,
  };

  it('is zero for no usage', () => {
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
  ])('prices %o as listed', (part, dollars) => {
    expect(total(orchestration({ ...nothing, ...part }))).toBeCloseTo(dollars, 6);
  });

  it.each([
    [{ gpuSeconds: 3_600 }, prices.sageMaker.instanceHour['ml.g5.2xlarge']],
    [{ emails: 1_000 }, 0.1],
    [{ storedBytes: 1e9 }, 0.069],
    [{ bytesOut: 1e9 }, 0.09],
  ])('prices the work %o as listed', (part, dollars) => {
    expect(total(work({ ...nothing, ...part }))).toBeCloseTo(dollars, 6);
  });
});

describe('compare', () => {
  it('gives both designs the same work', async () => {
    for (const { gen3d, baseline } of await compare(measurement, recorded('succeeded'))) {
      expect(baseline.gpuSeconds).toBe(gen3d.gpuSeconds);
      expect(baseline.storedBytes).toBe(gen3d.storedBytes);
    }
  });

  it('shows a baseline cost that grows faster with the wait', async () => {
    const compared = await compare(measurement, recorded('succeeded'));
    const cost = (usage: Usage) => total(orchestration(usage));
    const [warm, , cold] = compared;
    if (warm === undefined || cold === undefined) throw new Error('Scenarios are missing.');

    expect(cost(cold.baseline) - cost(warm.baseline)).toBeGreaterThan(cost(cold.gen3d) - cost(warm.gen3d));
  });
});
