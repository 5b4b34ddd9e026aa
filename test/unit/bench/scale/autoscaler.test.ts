import { describe, expect, it } from 'vitest';
import { Autoscaler, type Policy } from '../../../../bench/scale/autoscaler.ts';
import { baseline } from '../../../../bench/scale/policies.ts';

/** What is wanted after each of so many minutes of the same. */
function minutes(scaler: Autoscaler, count: number, backlog: number, inService: number, from = 0): number[] {
  return Array.from({ length: count }, (_, n) =>
    scaler.observe({ backlog, inService }, inService, false, (from + n + 1) * 60),
  );
}

describe('target tracking alone', () => {
  it('leaves an endpoint at zero while the backlog does not exceed the target', () => {
    expect(minutes(new Autoscaler(baseline), 120, 2, 0)).toEqual(Array(120).fill(0));
  });

  it('scales out after three minutes above the target', () => {
    expect(minutes(new Autoscaler(baseline), 3, 6, 0)).toEqual([0, 0, 3]);
  });

  it('never exceeds the maximum', () => {
    expect(minutes(new Autoscaler(baseline), 3, 1_000, 0)).toEqual([0, 0, 5]);
  });

  it('scales to zero 15 minutes after the backlog is gone', () => {
    expect(minutes(new Autoscaler(baseline), 15, 0, 1)).toEqual([...Array(14).fill(1), 0]);
  });

  it('scales in while a single request waits for a start', () => {
    const scaler = new Autoscaler(baseline);
    minutes(scaler, 12, 1, 0);

    expect(minutes(scaler, 3, 0, 1, 12)).toEqual([1, 1, 0]);
  });
});

describe('a step from zero', () => {
  const waking: Policy = {
    ...baseline,
    backlogPerInstance: 1,
    wake: { instances: 1, minutes: 3, cooldown: 300 },
  };

  it('starts one instance for one request', () => {
    expect(minutes(new Autoscaler(waking), 3, 1, 0)).toEqual([0, 0, 1]);
  });

  it('yields to target tracking when that wants more', () => {
    expect(minutes(new Autoscaler(waking), 3, 4, 0)).toEqual([0, 0, 4]);
  });

  it('changes nothing while instances start', () => {
    const scaler = new Autoscaler(waking);

    expect(scaler.observe({ backlog: 50, inService: 0 }, 1, true, 600)).toBe(1);
  });
});
