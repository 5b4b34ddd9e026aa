import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextPause, shortest } from '#web/inspector/model/pace.ts';

describe('the pause between two looks', () => {
  it('is a second after news, and grows to a quarter of a minute while there are none', () => {
    const pauses = Array.from({ length: 10 }).reduce<number[]>(
      (all) => [...all, nextPause(all.at(-1) ?? shortest, 'nothing')],
      [shortest],
    );

    expect(pauses.slice(0, 3)).toEqual([1_000, 1_500, 2_250]);
    expect(pauses.at(-1)).toBe(15_000);
    expect(nextPause(15_000, 'news')).toBe(1_000);
  });

  it('grows faster, and to a minute, while looks fail', () => {
    expect(nextPause(1_000, 'failed')).toBe(2_000);
    expect(nextPause(60_000, 'failed')).toBe(60_000);
  });

  it('is never shorter than a second nor longer than a minute, whatever happens', () => {
    const looks = fc.array(fc.constantFrom('news', 'nothing', 'failed'), { minLength: 1 });
    fc.assert(
      fc.property(looks, (seen) => {
        const pause = seen.reduce((before, look) => nextPause(before, look), shortest);
        expect(pause).toBeGreaterThanOrEqual(1_000);
        expect(pause).toBeLessThanOrEqual(60_000);
      }),
    );
  });
});
