import { createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobIdOf } from '#tasks/core/keys.ts';
import { parseTicketKeys, type TicketKeys } from '#tasks/core/ticket/keys.ts';
import { signTicket } from '#tasks/core/ticket/ticket.ts';
import { giveMask, startTestHome, type TestHome, type TestUser, untilMask } from '#test/e2e/home.ts';
import { type Answered, codeOf, send } from './calls.ts';

let here: TestHome;
let user: TestUser;
let keys: TicketKeys;
/** From a mail. */
let ticket: string;
let jobId: string;

beforeAll(async () => {
  here = await startTestHome();
  user = await here.newUser();
  keys = await ticketKeysOf(here);
  ({ jobId, ticket } = await mailedTicket());
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

async function mailedTicket(): Promise<{ jobId: string; ticket: string }> {
  const waiting = await untilMask(user);
  await giveMask(user, waiting);
  const mail = await here.mailTo(user.credential.email, ({ tags }) => tags.job_id === waiting.job_id);
  return { jobId: waiting.job_id, ticket: /\/download\/(\S+)/.exec(mail.text)?.[1] ?? '' };
}

/** The home's real keys: what follows is signed as only the service itself could. */
async function ticketKeysOf({ home }: TestHome): Promise<TicketKeys> {
  const folder = join(home.folder, 'secrets');
  const [name = ''] = await readdir(folder);
  const kept: { value: string } = JSON.parse(await readFile(join(folder, name), 'utf8'));
  return parseTicketKeys(kept.value);
}

const open = (given: string): Promise<Answered> =>
  send(here, { method: 'GET', path: `/download/${given}` }, undefined);

/** Signs as a ticket is signed, but for another purpose. */
function forPurpose(purpose: string): string {
  const [keyId = '', job = '', expires = ''] = ticket.split('.');
  const text = JSON.stringify([purpose, keyId, job, Number(expires)]);
  const signature = createHmac('sha256', keys.byId.get(keyId) ?? '')
    .update(text)
    .digest('base64url');
  return [keyId, job, expires, signature].join('.');
}

describe('a ticket', { timeout: 120_000 }, () => {
  it('opens its model, again and again, and nobody keeps the answer', async () => {
    const answers = [await open(ticket), await open(ticket)];

    for (const { status, headers } of answers) {
      expect(status).toBe(302);
      expect(headers['cache-control']).toBe('no-store');
      expect((await fetch(headers.location ?? '')).status).toBe(200);
    }
    expect(forPurpose('gen3d-download')).toBe(ticket);
  });

  it.each<[string, () => string]>([
    ['made up', () => 'let-me-in'],
    ['with another signature', () => ticket.replace(/[^.]+$/, 'A'.repeat(43))],
    ['without its signature', () => ticket.replace(/[^.]+$/, '')],
    ['cut', () => ticket.slice(0, -1)],
    ['lengthened', () => `${ticket}A`],
    ['with a later expiry', () => ticket.replace(/\.\d{10}\./, '.9999999999.')],
    ['with another job', () => ticket.replace(jobId, jobIdOf('somebody', 'else'))],
    ['with another key', () => ticket.replace(/^[^.]+/, 'k9')],
    ['for another purpose', () => forPurpose('gen3d-upload')],
    ['for a job that does not exist', () => signTicket(keys, jobIdOf('nobody', 'nothing'), 60)],
    ['that climbs', () => `..%2f${ticket}`],
    ['with a line break', () => `${ticket}%0d%0aset-cookie:x=1`],
  ])('%s opens nothing, and all of these are told the same', async (_, make) => {
    const answer = await open(make());

    expect([answer.status, codeOf(answer)]).toEqual([404, 'TicketInvalid']);
    expect(answer).toEqual(await open('let-me-in'));
  });

  it('whose time is over says so, since it was genuine', async () => {
    const answer = await open(signTicket(keys, jobId, -1));

    expect([answer.status, codeOf(answer)]).toEqual([410, 'TicketExpired']);
  });

  it('for a session without a model, or one that was deleted, opens nothing, as one that was made up', async () => {
    const waiting = await untilMask(user);
    const early = await open(signTicket(keys, waiting.job_id, 60));
    await user.client.cancel(waiting.job_id);
    const cancelled = await open(signTicket(keys, waiting.job_id, 60));
    await user.client.cancel(jobId);
    const deleted = await open(ticket);

    const madeUp = await open('let-me-in');
    expect([early, cancelled, deleted]).toEqual([madeUp, madeUp, madeUp]);
  });
});
