import { describe, expect, it } from 'vitest';
import { best, scores } from '../../../../bench/scale/choose.ts';
import type { Run } from '../../../../bench/scale/runs.ts';

const run = (policy: string, workload: string, figures: Partial<Run>): Run => ({
  policy,
  workload,
  median: 1,
  p95: 1,
  sessions: 10,
  failed: 0,
  killed: 0,
  mostInstances: 1,
  dollars: 1,
  outcome: {
    waits: [],
    waited: [],
    finished: 10,
    expired: 0,
    lost: 0,
    killed: 0,
    open: 0,
    instanceSeconds: 0,
    instances: [],
    backlog: [],
  },
  ...figures,
});

describe('choice of a policy', () => {
  it('compares each policy with the first one per workload', () => {
    const all = scores([
      run('first', 'few', { p95: 100, dollars: 1 }),
      run('first', 'many', { p95: 1_000, dollars: 4 }),
      run('second', 'few', { p95: 200, dollars: 1 }),
      run('second', 'many', { p95: 500, dollars: 1 }),
    ]);

    expect(all[0]).toMatchObject({ policy: 'first', wait: 1, cost: 1 });
    expect(all[1]?.wait).toBeCloseTo(1);
    expect(all[1]?.cost).toBeCloseTo(0.5);
  });

  it('prefers fewer failures to speed and cost', () => {
    const quick = { policy: 'quick', failed: 1, wait: 0.1, cost: 0.1 };
    const slow = { policy: 'slow', failed: 0, wait: 2, cost: 1 };
    const dear = { policy: 'dear', failed: 0, wait: 1, cost: 3 };

    expect(best([quick, slow, dear])).toBe(slow);
    expect(best([])).toBeUndefined();
  });

  it('treats differences below a hundredth as equal and takes the first', () => {
    const first = { policy: 'first', failed: 0, wait: 1.002, cost: 1 };
    const next = { policy: 'next', failed: 0, wait: 1, cost: 1 };

    expect(best([first, next])).toBe(first);
  });
});
