import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, prettyJson, timeText } from '#web/inspector/model/format.ts';

describe('format', () => {
  it.each([
    [0, '0 ms'],
    [850, '850 ms'],
    [4_120, '4.1 s'],
    [59_949, '59.9 s'],
    [59_950, '1 min'],
    [200_000, '3 min 20 s'],
    [3_900_000, '1 h 5 min'],
    [86_400_000, '1 d'],
    [183_600_000, '2 d 3 h'],
    [-5, '0 ms'],
  ])('formats %d ms as %s', (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text);
  });

  it('formats every duration with at most two units', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 9), (ms) => {
        expect(durationText(ms)).toMatch(/^\d+(?:\.\d)? (?:ms|s|min|h|d)(?: \d+ (?:s|min|h))?$/);
      }),
    );
  });

  it('formats times to the millisecond, and JSON on several lines', () => {
    expect(timeText(new Date(2026, 10, 22, 3, 4, 5, 6).getTime())).toBe('2026-11-22 03:04:05.006');
    expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(prettyJson('no JSON')).toBe('no JSON');
  });
});
