import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJourney } from '#web/sign-in/return-path.ts';

describe('the way back from a sign-in', () => {
  it('is the one that was remembered', () => {
    const journey = { returnTo: '/sessions/gen3d-1?view=all', closes: true };

    expect(readJourney(journey)).toEqual(journey);
  });

  it.each([
    ['//evil.example/x'],
    ['/\\evil.example'],
    ['https://evil.example'],
    ['javascript:alert(1)'],
    [''],
    [7],
  ])('never leaves this site: %s', (returnTo) => {
    expect(readJourney({ returnTo, closes: false })).toEqual({ returnTo: '/', closes: false });
  });

  it('leads to this origin, whatever came back', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (rubbish, path) => {
        for (const state of [rubbish, { returnTo: path }, { returnTo: `/${path}` }]) {
          const { returnTo } = readJourney(state);
          expect(new URL(returnTo, 'https://site.example').origin).toBe('https://site.example');
        }
      }),
    );
  });
});
