import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReturnState } from '#web/sign-in/return-state.ts';

describe('the return state of a sign-in', () => {
  it('is the one that was sent', () => {
    const state = { returnTo: '/sessions/gen3d-1?view=all', closes: true };

    expect(parseReturnState(state)).toEqual(state);
  });

  it.each([
    ['//evil.example/x'],
    ['/\\evil.example'],
    ['https://evil.example'],
    ['javascript:alert(1)'],
    [''],
    [7],
  ])('never leads to another site: %s', (returnTo) => {
    expect(parseReturnState({ returnTo, closes: false })).toEqual({ returnTo: '/', closes: false });
  });

  it('leads to this origin for any input', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (rubbish, path) => {
        for (const sent of [rubbish, { returnTo: path }, { returnTo: `/${path}` }]) {
          const { returnTo } = parseReturnState(sent);
          expect(new URL(returnTo, 'https://site.example').origin).toBe('https://site.example');
        }
      }),
    );
  });
});
