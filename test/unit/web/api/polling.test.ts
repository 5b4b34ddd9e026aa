// @vitest-environment happy-dom
import { focusManager } from '@tanstack/react-query';
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import { usePolling } from '#web/api/polling.ts';
import { QueryProvider } from '#web/api/query.tsx';

const network = new NetworkError('https://api.example');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  focusManager.setFocused(undefined);
  vi.useRealTimers();
});

/** Polls a server that answers with these values, one after the other, and then with the last again. */
function poll(answers: readonly (number | Error)[], idle = false) {
  let reads = 0;
  const { result, unmount } = renderHook(
    () =>
      usePolling({
        queryKey: ['number'],
        read: async (): Promise<number> => {
          const answer = answers[Math.min(reads++, answers.length - 1)];
          if (typeof answer === 'number') return answer;
          throw answer;
        },
        done: (value) => value === 100,
        stamp: String,
        idle: () => idle,
        random: () => 1,
      }),
    { wrapper: QueryProvider },
  );
  return { polling: () => result.current, reads: () => reads, unmount };
}

const advance = (milliseconds: number) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(milliseconds);
    // Observers are notified in tasks of their own.
    await vi.advanceTimersByTimeAsync(10);
  });

describe('polling', () => {
  it('returns each value and stops after the last', async () => {
    const { polling, reads } = poll([1, 2, 100]);
    await advance(0);
    expect(polling().value).toBe(1);
    await advance(1_000);
    expect(polling().value).toBe(2);
    await advance(1_000);
    expect(polling().value).toBe(100);

    await advance(600_000);

    expect(reads()).toBe(3);
  });

  it('reads less often while the value stays the same', async () => {
    const { reads } = poll([1]);
    await advance(1_000 + 1_500 + 2_250);
    expect(reads()).toBe(4);
    await advance(600_000);
    const before = reads();

    await advance(60_000);

    expect(reads() - before).toBeLessThanOrEqual(2);
  });

  it('reads rarely while a person has to act', async () => {
    const { reads } = poll([1], true);

    await advance(29_000);
    expect(reads()).toBe(1);
    await advance(1_000);
    expect(reads()).toBe(2);
  });

  it('keeps the value during a transient error, and recovers', async () => {
    const { polling } = poll([1, network, new ApiError(503, 'Busy', 'Busy.'), 100]);
    await advance(1_000);
    expect(polling()).toMatchObject({ value: 1, trouble: network, failure: undefined });
    await advance(4_000);
    expect(polling().trouble).toBeInstanceOf(ApiError);

    await advance(4_000);

    expect(polling()).toMatchObject({ value: 100, trouble: undefined, failure: undefined });
  });

  it('stops at an error that is not transient, until it is refreshed', async () => {
    const missing = new ApiError(404, 'NotFound', 'Not found.');
    const { polling, reads } = poll([1, missing, 2]);
    await advance(600_000);
    expect(polling().failure).toBe(missing);
    expect(reads()).toBe(2);

    polling().refresh();
    await advance(0);

    expect(polling()).toMatchObject({ value: 2, failure: undefined });
  });

  it('reads at once and often after a refresh', async () => {
    const { polling, reads } = poll([1]);
    await advance(600_000);
    const before = reads();

    polling().refresh();
    await advance(1_000);

    expect(reads() - before).toBe(2);
  });

  it('pauses while the page is hidden, and reads at once when it is visible', async () => {
    const { reads } = poll([1]);
    await advance(0);
    focusManager.setFocused(false);
    await advance(600_000);
    expect(reads()).toBe(1);

    focusManager.setFocused(true);
    await advance(0);

    expect(reads()).toBe(2);
  });

  it('stops when the component unmounts', async () => {
    const { reads, unmount } = poll([1]);
    await advance(0);

    unmount();
    await advance(600_000);

    expect(reads()).toBe(1);
  });
});
