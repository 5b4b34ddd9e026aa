import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeadlineTimer } from '#local/step-functions/runtime/deadline-timer.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a deadline timer', () => {
  it('fires at the earliest of its deadlines, once', async () => {
    const fired: number[] = [];
    const timer = new DeadlineTimer(Date.now, async () => {
      fired.push(Date.now());
      return undefined;
    });

    timer.set(500);
    timer.set(200);
    timer.set(900);
    await vi.advanceTimersByTimeAsync(2_000);

    expect(fired).toEqual([200]);
  });

  it('fires again at the returned deadline, however far away it is', async () => {
    const month = 31 * 24 * 3_600_000;
    const fired: number[] = [];
    const timer = new DeadlineTimer(Date.now, async () => {
      fired.push(Date.now());
      return fired.at(-1) === month ? undefined : month;
    });

    timer.set(1);
    await vi.advanceTimersByTimeAsync(month);

    expect(fired[0]).toBe(1);
    expect(fired.at(-1)).toBe(month);
  });

  it.each([
    ['forward, fires within a minute of the new time', 10 * 3_600_000],
    ['back, does not fire early', -10 * 3_600_000],
  ])('whose clock jumps %s', async (_, jump) => {
    let offset = 0;
    const fired: number[] = [];
    const now = () => Date.now() + offset;
    const timer = new DeadlineTimer(now, async () => {
      fired.push(now());
      return undefined;
    });
    const due = 9 * 3_600_000;

    timer.set(due);
    await vi.advanceTimersByTimeAsync(3_600_000);
    offset = jump;
    await vi.advanceTimersByTimeAsync(20 * 3_600_000);

    expect(fired).toHaveLength(1);
    expect(fired[0]).toBeGreaterThanOrEqual(due);
    expect(fired[0]).toBeLessThan(Math.max(due, 3_600_000 + jump) + 60_001);
  });

  it('fires once more when it is set while it runs', async () => {
    const fired: number[] = [];
    const timer = new DeadlineTimer(Date.now, async () => {
      fired.push(Date.now());
      if (fired.length === 1) {
        timer.set(Date.now());
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return undefined;
    });

    timer.set(0);
    await vi.advanceTimersByTimeAsync(1_000);

    expect(fired).toHaveLength(2);
    expect(fired[1]).toBeGreaterThanOrEqual(100);
  });

  it('fires again soon after an error', async () => {
    let fired = 0;
    const timer = new DeadlineTimer(Date.now, async () => {
      fired += 1;
      if (fired === 1) throw new Error('the disk is full');
      return undefined;
    });

    timer.set(0);
    await vi.advanceTimersByTimeAsync(5_000);

    expect(fired).toBe(2);
  });

  it('does not fire after it is closed', async () => {
    let fired = 0;
    const timer = new DeadlineTimer(Date.now, async () => {
      fired += 1;
      return undefined;
    });

    timer.set(100);
    await timer.close();
    timer.set(100);
    await vi.advanceTimersByTimeAsync(1_000);

    expect(fired).toBe(0);
  });
});
