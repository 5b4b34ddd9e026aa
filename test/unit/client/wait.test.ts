import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WaitTimeoutError } from '#client/errors.ts';
import { jittered, sleep } from '#client/retry.ts';
import { pollStatus, type WaitOptions } from '#client/wait.ts';
import type { StatusResponse } from '#contracts/api.ts';
import { statusWith } from './statuses.ts';

const done = (status: StatusResponse) => status.status === 'completed';

async function poll(statuses: StatusResponse[], options: WaitOptions = {}) {
  const pauses: number[] = [];
  const seen: StatusResponse[] = [];
  let next = 0;
  const last = await pollStatus(
    async () => statuses[Math.min(next++, statuses.length - 1)] ?? statusWith(),
    done,
    async (milliseconds) => void pauses.push(milliseconds),
    { ...options, onStatus: (status) => void seen.push(status) },
  );
  return { last, pauses, seen };
}

describe('waiting for a status', () => {
  test('ends with the first accepted status and reports each one', async () => {
    const statuses = [statusWith(), statusWith({ progress: 40 }), statusWith({ status: 'completed' })];

    const { last, seen } = await poll(statuses);

    expect(last.status).toBe('completed');
    expect(seen).toEqual(statuses);
  });

  test('polls less often while nothing changes, up to a limit', async () => {
    const { pauses } = await poll([...Array(12).fill(statusWith()), statusWith({ status: 'completed' })], {
      firstInterval: 100,
      maxInterval: 400,
    });

    expect(pauses[0]).toBeLessThanOrEqual(100);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(400);
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(200);
  });

  test('polls often again after a change', async () => {
    const changed = statusWith({ updated_at: '2026-01-02T03:09:00.000Z' });
    const { pauses } = await poll(
      [...Array(8).fill(statusWith()), changed, statusWith({ status: 'completed' })],
      { firstInterval: 100, maxInterval: 10_000 },
    );

    expect(pauses.at(-1)).toBeLessThanOrEqual(100);
  });

  test('notices a change at most 15 s late, or a tenth of a long wait', async () => {
    const { pauses } = await poll([...Array(60).fill(statusWith()), statusWith({ status: 'completed' })]);

    for (const [n, pause] of pauses.entries()) {
      const waited = pauses.slice(0, n).reduce((sum, one) => sum + one, 0);
      expect(pause).toBeLessThanOrEqual(Math.min(Math.max(15_000, waited / 10), 60_000));
    }
    expect(Math.max(...pauses)).toBeGreaterThan(25_000);
  });

  test('gives up after the timeout and names the session', async () => {
    await expect(poll([statusWith()], { timeout: 0 })).rejects.toBeInstanceOf(WaitTimeoutError);
  });

  test('stops when its signal aborts', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));

    await expect(poll([statusWith()], { signal: stop.signal })).rejects.toThrow('enough');
  });
});

test('an aborted pause ends early with the reason of its signal', async () => {
  const stop = new AbortController();
  const pause = sleep(60_000, stop.signal);

  stop.abort(new Error('enough'));

  await expect(pause).rejects.toThrow('enough');
});

test('jitter keeps a pause between half and all of it', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (ms, chance) => {
        const pause = jittered(ms, () => chance);
        return pause >= ms / 2 && pause <= ms;
      },
    ),
  );
});
