import { describe, expect, it } from 'vitest';
import { visitsOf } from '#web/inspector/model/visits.ts';
import { openWaits, tokenIn, tokensOf } from '#web/inspector/model/waits.ts';
import { historyOf, recorded } from '../histories.ts';

describe('a task token', () => {
  it('is open from its schedule to its timeout', () => {
    const history = historyOf('stopped-in-WaitForMask').slice(0, -1);
    const scheduled = history.findLast(({ type }) => type === 'TaskScheduled');

    const [wait, ...more] = openWaits(visitsOf(history).all);

    expect(more).toEqual([]);
    expect(wait).toMatchObject({ wantsMask: true, since: scheduled?.timestamp, token: 'token-0002' });
    expect((wait?.until ?? 0) - (wait?.since ?? 0)).toBe(86_400_000);
  });

  it('is found even after its answer, so that it can be hidden', () => {
    const tokens = tokensOf(visitsOf(historyOf('mask-refused_succeeded')).all);

    expect(tokens.length).toBeGreaterThan(2);
    expect(tokens.every((token) => /^token-\d{4}$/.test(token))).toBe(true);
  });

  it('is not open once the execution has ended', () => {
    for (const { history } of recorded) expect(openWaits(visitsOf(history).all)).toEqual([]);
  });

  it('is found only in members named after it', () => {
    expect(tokenIn('{"a":["b"],"TokenIds":[]}')).toBeUndefined();
    expect(tokenIn('no JSON')).toBeUndefined();
    expect(tokenIn(undefined)).toBeUndefined();
    expect(tokenIn('{"values":{":token":{"S":"AQC8"},"x":"longer text"}}')).toBe('AQC8');
  });
});
