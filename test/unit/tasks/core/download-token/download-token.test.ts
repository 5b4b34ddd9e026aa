import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { jobIdOf } from '#contracts/keys.ts';
import { signDownloadToken, verifyDownloadToken } from '#tasks/core/download-token/download-token.ts';
import { downloadTokenKeys, parseKeySet } from '#tasks/core/download-token/key-set.ts';
import { liveIn } from '../../support/fixtures.ts';

const secret = 'a-key-of-more-than-thirty-two-characters';
const keys = parseKeySet(JSON.stringify({ current: 'k1', k1: secret }));
const job = fc.tuple(fc.uuid(), fc.uuid()).map(([user, session]) => jobIdOf(user, session));

afterEach(() => {
  vi.useRealTimers();
});

describe('a download token', () => {
  it('opens its job until it expires', () => {
    vi.useFakeTimers({ now: 1_700_000_000_000 });
    fc.assert(
      fc.property(job, fc.integer({ min: 1, max: 86_400 }), (jobId, seconds) => {
        vi.setSystemTime(1_700_000_000_000);
        const ticket = signDownloadToken(keys, jobId, seconds);

        vi.setSystemTime(1_700_000_000_000 + seconds * 1000 - 1);
        expect(verifyDownloadToken(keys, ticket)).toBe(jobId);
        vi.setSystemTime(1_700_000_000_000 + seconds * 1000);
        expect(() => verifyDownloadToken(keys, ticket)).toThrow(/expired/);
      }),
    );
  });

  it('is rejected when any character changes', () => {
    const ticket = signDownloadToken(keys, jobIdOf('user', 'session'), 60);
    const character = fc.constantFrom(...'abcXYZ019._-=+/ %');
    fc.assert(
      fc.property(fc.nat(ticket.length - 1), character, (at, other) => {
        fc.pre(ticket[at] !== other);
        const changed = ticket.slice(0, at) + other + ticket.slice(at + 1);

        expect(() => verifyDownloadToken(keys, changed)).toThrow(
          expect.objectContaining({ code: 'TicketInvalid' }),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('is rejected when it is cut, extended or forged', () => {
    const ticket = signDownloadToken(keys, jobIdOf('user', 'session'), 60);
    const wrong = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.nat(ticket.length - 1).map((length) => ticket.slice(0, length)),
      fc.string({ minLength: 1 }).map((tail) => ticket + tail),
    );
    fc.assert(
      fc.property(wrong, (made) => {
        expect(() => verifyDownloadToken(keys, made)).toThrow(
          expect.objectContaining({ code: 'TicketInvalid' }),
        );
      }),
    );
  });

  it('stays valid during key rotation, and becomes invalid when its key is removed', () => {
    const ticket = signDownloadToken(keys, jobIdOf('user', 'session'), 60);
    const rotated = parseKeySet(JSON.stringify({ current: 'k2', k1: secret, k2: `${secret}2` }));
    const retired = parseKeySet(JSON.stringify({ current: 'k2', k2: `${secret}2` }));

    expect(verifyDownloadToken(rotated, ticket)).toBe(jobIdOf('user', 'session'));
    expect(signDownloadToken(rotated, 'job', 60)).toMatch(/^k2\./);
    expect(() => verifyDownloadToken(retired, ticket)).toThrow(
      expect.objectContaining({ code: 'TicketInvalid' }),
    );
  });
});

describe('the secret of the download tokens', () => {
  const fixtures = liveIn();

  it.each([
    ['no key of its own name', { current: 'k2', k1: secret }],
    ['no current key', { k1: secret }],
    ['a short key', { current: 'k1', k1: 'short' }],
    ['another form', { current: 'k1', k1: { key: secret } }],
  ])('is rejected with %s, and never quoted', (_, wrong) => {
    const read = () => parseKeySet(JSON.stringify(wrong));

    expect(read).toThrow(expect.objectContaining({ code: 'TicketSecretInvalid' }));
    expect(read).not.toThrow(secret);
  });

  it('may be plain text, which becomes the key k1', () => {
    expect(parseKeySet(secret)).toEqual({ current: 'k1', byId: new Map([['k1', secret]]) });
  });

  it('is cached for some minutes, and read again for an unknown key', async () => {
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] });
    const reads = () => fixtures.secrets.commandCalls(GetSecretValueCommand).length;

    await downloadTokenKeys('rotating');
    await downloadTokenKeys('rotating', 'k1');
    expect(reads()).toBe(1);

    await downloadTokenKeys('rotating', 'k2');
    expect(reads()).toBe(1);
    vi.setSystemTime(Date.now() + 11_000);
    await downloadTokenKeys('rotating', 'k2');
    expect(reads()).toBe(2);

    vi.setSystemTime(Date.now() + 301_000);
    await downloadTokenKeys('rotating', 'k1');
    expect(reads()).toBe(3);
  });
});
