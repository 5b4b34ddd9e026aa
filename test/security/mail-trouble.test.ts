import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '#client/session.ts';
import { Runs } from '#test/e2e/history.ts';
import {
  giveMask,
  startTestHome,
  type TestHome,
  type TestUser,
  untilMask,
  untilStatus,
} from '#test/e2e/home.ts';
import { type MailServer, type MailServerMood, startMailServer } from './mail-server.ts';

let here: TestHome;
let server: MailServer;
let user: TestUser;

beforeAll(async () => {
  server = await startMailServer();
  here = await startTestHome(undefined, { smtpUrl: server.url });
  user = await here.newUser();
}, 120_000);
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});
beforeEach(() => {
  server.mood = 'take';
  server.mails.length = 0;
});

/** A session that fails at its photo. */
async function failing(): Promise<string> {
  return startSession(user.client, { bytes: new Uint8Array(100), type: 'image/png' });
}

describe('a mail server in trouble', { timeout: 120_000 }, () => {
  it.each<MailServerMood>(['refuse', 'down', 'hang'])(
    '(%s) hides no failure, is shown, and the next session is mailed',
    async (mood) => {
      server.mood = mood;
      const jobId = await failing();
      const failed = await untilStatus(user, jobId, ({ mail }) => mail !== undefined);
      server.mood = 'take';
      const next = await untilStatus(user, await failing(), ({ mail }) => mail !== undefined);

      expect(failed).toMatchObject({ status: 'failed', mail: 'failed', reason: { code: 'PhotoNotAnImage' } });
      const ended = await new Runs(here.home).ended(jobId);
      expect(ended).toEqual({ status: 'FAILED', error: 'PhotoNotAnImage' });
      expect(next).toMatchObject({ status: 'failed', mail: 'sent' });
      expect(server.mails).toHaveLength(2);
      expect(server.mails.join('\n')).not.toContain(failed.session_id);
    },
  );

  it('fails no session that has its model', async () => {
    const waiting = await untilMask(user);
    server.mood = 'refuse';
    await giveMask(user, waiting);

    const done = await untilStatus(user, waiting.job_id, ({ mail }) => mail !== undefined);

    expect(done).toMatchObject({ status: 'completed', mail: 'failed' });
    expect((await new Runs(here.home).ended(waiting.job_id)).status).toBe('SUCCEEDED');
    const { files } = await user.client.result(waiting.job_id);
    expect((await fetch(files.mesh ?? '')).status).toBe(200);
    expect(server.mails).toEqual([]);
  });
});

describe('a mail', { timeout: 120_000 }, () => {
  it('has one header of each kind, the verified address alone, and text as text', async () => {
    await untilStatus(user, await failing(), ({ mail }) => mail !== undefined);

    const toUser = server.mails.filter((mail) => mail.includes(`To: ${user.credential.email}`));
    expect(toUser).toHaveLength(1);
    const [headers = ''] = (toUser[0] ?? '').split('\n\n');
    const names = headers.split('\n').flatMap((line) => /^([\w-]+):/.exec(line)?.[1]?.toLowerCase() ?? []);
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain('bcc');
  });
});
