import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { jobIdOf } from '#tasks/core/keys.ts';
import { parseTicketKeys, ticketKeys } from '#tasks/core/ticket/keys.ts';
import { readTicket, signTicket } from '#tasks/core/ticket/ticket.ts';
import { liveIn } from '../support/world.ts';

const secret = 'a-key-of-more-than-thirty-two-characters';
const keys = parseTicketKeys(JSON.stringify({ current: 'k1', k1: secret }));
const job = fc.tuple(fc.uuid(), fc.uuid()).map(([user, session]) => jobIdOf(user, session));

afterEach(() => {
  vi.useRealTimers();
});

describe('a download ticket', () => {
  it('opens the job that it was made for, until it expires', () => {
    vi.useFakeTimers({ now: 1_700_000_000_000 });
    fc.assert(
      fc.property(job, fc.integer({ min: 1, max: 86_400 }), (jobId, seconds) => {
        vi.setSystemTime(1_700_000_000_000);
        const ticket = signTicket(keys, jobId, seconds);

        vi.setSystemTime(1_700_000_000_000 + seconds * 1000 - 1);
        expect(readTicket(keys, ticket)).toBe(jobId);
        vi.setSystemTime(1_700_000_000_000 + seconds * 1000);
        expect(() => readTicket(keys, ticket)).toThrow(/expired/);
      }),
    );
  });

  it('opens nothing once any of its characters is another', () => {
    const ticket = signTicket(keys, jobIdOf('user', 'session'), 60);
    const character = fc.constantFrom(...'abcXYZ019._-=+/ %');
    fc.assert(
      fc.property(fc.nat(ticket.length - 1), character, (at, other) => {
        fc.pre(ticket[at] !== other);
        const changed = ticket.slice(0, at) + other + ticket.slice(at + 1);

        expect(() => readTicket(keys, changed)).toThrow(expect.objectContaining({ code: 'TicketInvalid' }));
      }),
      { numRuns: 500 },
    );
  });

  it('opens nothing when it is cut, lengthened or made up', () => {
    const ticket = signTicket(keys, jobIdOf('user', 'session'), 60);
    const wrong = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.nat(ticket.length - 1).map((length) => ticket.slice(0, length)),
      fc.string({ minLength: 1 }).map((tail) => ticket + tail),
    );
    fc.assert(
      fc.property(wrong, (made) => {
        expect(() => readTicket(keys, made)).toThrow(expect.objectContaining({ code: 'TicketInvalid' }));
      }),
    );
  });

  it('stays valid while keys are rotated, and ends with its own key', () => {
    const ticket = signTicket(keys, jobIdOf('user', 'session'), 60);
    const rotated = parseTicketKeys(JSON.stringify({ current: 'k2', k1: secret, k2: `${secret}2` }));
    const retired = parseTicketKeys(JSON.stringify({ current: 'k2', k2: `${secret}2` }));

    expect(readTicket(rotated, ticket)).toBe(jobIdOf('user', 'session'));
    expect(signTicket(rotated, 'job', 60)).toMatch(/^k2\./);
    expect(() => readTicket(retired, ticket)).toThrow(expect.objectContaining({ code: 'TicketInvalid' }));
  });
});

describe('the secret of the tickets', () => {
  const world = liveIn();

  it.each([
    ['no key of its own name', { current: 'k2', k1: secret }],
    ['no current key', { k1: secret }],
    ['a short key', { current: 'k1', k1: 'short' }],
    ['another form', { current: 'k1', k1: { key: secret } }],
  ])('is refused with %s, and never repeated', (_, wrong) => {
    const read = () => parseTicketKeys(JSON.stringify(wrong));

    expect(read).toThrow(expect.objectContaining({ code: 'TicketSecretInvalid' }));
    expect(read).not.toThrow(secret);
  });

  it('may be plain text: then it is the key k1', () => {
    expect(parseTicketKeys(secret)).toEqual({ current: 'k1', byId: new Map([['k1', secret]]) });
  });

  it('is kept for some minutes, and read again for a key that is not known yet', async () => {
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] });
    const reads = () => world.secrets.commandCalls(GetSecretValueCommand).length;

    await ticketKeys('rotating');
    await ticketKeys('rotating', 'k1');
    expect(reads()).toBe(1);

    await ticketKeys('rotating', 'k2');
    expect(reads()).toBe(1);
    vi.setSystemTime(Date.now() + 11_000);
    await ticketKeys('rotating', 'k2');
    expect(reads()).toBe(2);

    vi.setSystemTime(Date.now() + 301_000);
    await ticketKeys('rotating', 'k1');
    expect(reads()).toBe(3);
  });
});
