import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { jobIdOf } from '#contracts/keys.ts';
import { signDownloadToken, verifyDownloadToken } from '#tasks/core/download-token/download-token.ts';
import { parseKeySet } from '#tasks/core/download-token/key-set.ts';
import { rotatedSecret } from '#tasks/core/download-token/rotate-keys.ts';

const day = 86_400;
const start = 1_800_000_000;
const first = JSON.stringify({ current: 'k1', k1: 'x'.repeat(64) });
const at = (seconds: number) => vi.setSystemTime(seconds * 1_000);

afterEach(() => {
  vi.useRealTimers();
});

describe('rotated download token keys', () => {
  it('verify every download token until it expires, however often they rotate', () => {
    vi.useFakeTimers();
    const job = jobIdOf('user', 'session');
    const pauses = fc.array(fc.integer({ min: 0, max: 2 * day }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(pauses, (seconds) => {
        let now = start;
        let secret = first;
        const downloadTokens: { text: string; expires: number }[] = [];
        for (const pause of seconds) {
          at(now);
          downloadTokens.push({ text: signDownloadToken(parseKeySet(secret), job, day), expires: now + day });
          now += pause;
          at(now);
          secret = rotatedSecret(secret, day);
          const alive = downloadTokens.filter(({ expires }) => expires > now);
          expect(alive.map(({ text }) => verifyDownloadToken(parseKeySet(secret), text))).toEqual(
            alive.map(() => job),
          );
        }
      }),
    );
  });

  it('drop a key when the last token that it signed has expired', () => {
    vi.useFakeTimers();
    at(start);
    const second = rotatedSecret(first, day);
    at(start + 30 * day);
    const third = rotatedSecret(second, day);

    expect([...parseKeySet(second).byId.keys()]).toEqual(['k1', `k${start}`]);
    expect([...parseKeySet(third).byId.keys()]).toEqual([`k${start}`, `k${start + 30 * day}`]);
  });

  it('are never the same twice', () => {
    vi.useFakeTimers();
    at(start);
    const again = rotatedSecret(rotatedSecret(first, day), day);
    const { current, byId } = parseKeySet(again);

    expect(current).toBe(`k${start + 1}`);
    expect(new Set(byId.values()).size).toBe(3);
  });

  it('reject an invalid secret without quoting it', () => {
    expect(() => rotatedSecret('{"password": "hunter2"}', day)).toThrow(
      expect.objectContaining({
        code: 'TicketSecretInvalid',
        message: expect.not.stringContaining('hunter2'),
      }),
    );
  });
});
