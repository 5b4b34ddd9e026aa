import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Alarm } from '#local/step-functions/runtime/alarm.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('an alarm', () => {
  it('rings at the earliest of the times that it was set to, and once', async () => {
    const rings: number[] = [];
    const alarm = new Alarm(Date.now, async () => {
      rings.push(Date.now());
      return undefined;
    });

    alarm.set(500);
    alarm.set(200);
    alarm.set(900);
    await vi.advanceTimersByTimeAsync(2_000);

    expect(rings).toEqual([200]);
  });

  it('rings again when the bell says so, however far away that is', async () => {
    const month = 31 * 24 * 3_600_000;
    const rings: number[] = [];
    const alarm = new Alarm(Date.now, async () => {
      rings.push(Date.now());
      return rings.at(-1) === month ? undefined : month;
    });

    alarm.set(1);
    await vi.advanceTimersByTimeAsync(month);

    expect(rings[0]).toBe(1);
    expect(rings.at(-1)).toBe(month);
  });

  it.each([
    ['forward, rings within a minute of the new time', 10 * 3_600_000],
    ['back, does not ring before its time', -10 * 3_600_000],
  ])('whose clock jumps %s', async (_, jump) => {
    let offset = 0;
    const rings: number[] = [];
    const now = () => Date.now() + offset;
    const alarm = new Alarm(now, async () => {
      rings.push(now());
      return undefined;
    });
    const due = 9 * 3_600_000;

    alarm.set(due);
    await vi.advanceTimersByTimeAsync(3_600_000);
    offset = jump;
    await vi.advanceTimersByTimeAsync(20 * 3_600_000);

    expect(rings).toHaveLength(1);
    expect(rings[0]).toBeGreaterThanOrEqual(due);
    expect(rings[0]).toBeLessThan(Math.max(due, 3_600_000 + jump) + 60_001);
  });

  it('set while it rings, rings once more', async () => {
    const rings: number[] = [];
    const alarm = new Alarm(Date.now, async () => {
      rings.push(Date.now());
      if (rings.length === 1) {
        alarm.set(Date.now());
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return undefined;
    });

    alarm.set(0);
    await vi.advanceTimersByTimeAsync(1_000);

    expect(rings).toHaveLength(2);
    expect(rings[1]).toBeGreaterThanOrEqual(100);
  });

  it('that fails rings again soon', async () => {
    let rings = 0;
    const alarm = new Alarm(Date.now, async () => {
      rings += 1;
      if (rings === 1) throw new Error('the disk is full');
      return undefined;
    });

    alarm.set(0);
    await vi.advanceTimersByTimeAsync(5_000);

    expect(rings).toBe(2);
  });

  it('is silent once closed', async () => {
    let rings = 0;
    const alarm = new Alarm(Date.now, async () => {
      rings += 1;
      return undefined;
    });

    alarm.set(100);
    await alarm.close();
    alarm.set(100);
    await vi.advanceTimersByTimeAsync(1_000);

    expect(rings).toBe(0);
  });
});
