import { createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobIdOf } from '#contracts/keys.ts';
import type { TestUser } from '#local/testing/users.ts';
import { signDownloadToken } from '#tasks/core/download-token/download-token.ts';
import { type KeySet, parseKeySet } from '#tasks/core/download-token/key-set.ts';
import {
  giveMask,
  startTestEnvironment,
  type TestEnvironment,
  untilMask,
} from '#test/support/test-environment.ts';
import { type Answered, codeOf, send } from './calls.ts';

let here: TestEnvironment;
let user: TestUser;
let keys: KeySet;
/** From an email. */
let ticket: string;
let jobId: string;

beforeAll(async () => {
  here = await startTestEnvironment();
  user = await here.newUser();
  keys = await keySetOf(here);
  ({ jobId, ticket } = await emailedToken());
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

async function emailedToken(): Promise<{ jobId: string; ticket: string }> {
  const waiting = await untilMask(user);
  await giveMask(user, waiting);
  const mail = await here.emailTo(user.credential.email, ({ tags }) => tags.job_id === waiting.job_id);
  return { jobId: waiting.job_id, ticket: /\/download\/(\S+)/.exec(mail.text)?.[1] ?? '' };
}

/** The real keys, so that the signatures below are valid. */
async function keySetOf({ environment }: TestEnvironment): Promise<KeySet> {
  const folder = join(environment.folder, 'secrets');
  const [name = ''] = await readdir(folder);
  const kept: { value: string } = JSON.parse(await readFile(join(folder, name), 'utf8'));
  return parseKeySet(kept.value);
}

const open = (given: string): Promise<Answered> =>
  send(here, { method: 'GET', path: `/download/${given}` }, undefined);

/** Signs a token for another purpose. */
function forPurpose(purpose: string): string {
  const [keyId = '', job = '', expires = ''] = ticket.split('.');
  const text = JSON.stringify([purpose, keyId, job, Number(expires)]);
  const signature = createHmac('sha256', keys.byId.get(keyId) ?? '')
    .update(text)
    .digest('base64url');
  return [keyId, job, expires, signature].join('.');
}

describe('a download token', { timeout: 120_000 }, () => {
  it('returns its model repeatedly, without caching', async () => {
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
    ['for a job that does not exist', () => signDownloadToken(keys, jobIdOf('nobody', 'nothing'), 60)],
    ['that climbs', () => `..%2f${ticket}`],
    ['with a line break', () => `${ticket}%0d%0aset-cookie:x=1`],
  ])('is rejected with the same response: %s', async (_, make) => {
    const answer = await open(make());

    expect([answer.status, codeOf(answer)]).toEqual([404, 'TicketInvalid']);
    expect(answer).toEqual(await open('let-me-in'));
  });

  it('is reported as expired when it was genuine', async () => {
    const answer = await open(signDownloadToken(keys, jobId, -1));

    expect([answer.status, codeOf(answer)]).toEqual([410, 'TicketExpired']);
  });

  it('is rejected like a forged one when the session has no model or was deleted', async () => {
    const waiting = await untilMask(user);
    const early = await open(signDownloadToken(keys, waiting.job_id, 60));
    await user.client.cancel(waiting.job_id);
    const cancelled = await open(signDownloadToken(keys, waiting.job_id, 60));
    await user.client.cancel(jobId);
    const deleted = await open(ticket);

    const madeUp = await open('let-me-in');
    expect([early, cancelled, deleted]).toEqual([madeUp, madeUp, madeUp]);
  });
});
