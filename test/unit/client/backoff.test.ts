import { expect, test } from 'vitest';
import { type Backoff, nextBackoff } from '#client/backoff.ts';

test('polls rarely while a person must act, and often once work continues', () => {
  const pauses: number[] = [];
  let backoff: Backoff | undefined;
  for (const value of [...Array(9).fill('waits'), 'works', 'works']) {
    backoff = nextBackoff(backoff, value, { idle: value === 'waits', random: () => 1 });
    pauses.push(backoff.pause);
  }

  expect(pauses[0]).toBe(30_000);
  expect(Math.max(...pauses)).toBe(120_000);
  expect(pauses.slice(-2)).toEqual([1_000, 1_500]);
});
