import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '#client/session.ts';
import type { TestUser } from '#local/testing/users.ts';
import { Executions } from '#test/support/executions.ts';
import {
  giveMask,
  startTestEnvironment,
  type TestEnvironment,
  untilMask,
  untilStatus,
} from '#test/support/test-environment.ts';
import { type MailServer, type SmtpBehavior, startMailServer } from './smtp-server.ts';

let here: TestEnvironment;
let server: MailServer;
let user: TestUser;

beforeAll(async () => {
  server = await startMailServer();
  here = await startTestEnvironment(undefined, { smtpUrl: server.url });
  user = await here.newUser();
}, 120_000);
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});
beforeEach(() => {
  server.behavior = 'take';
  server.emails.length = 0;
});

/** Runs a session that fails because of its photo. */
async function failing(): Promise<string> {
  return startSession(user.client, { bytes: new Uint8Array(100), type: 'image/png' });
}

describe('a failing SMTP server', { timeout: 120_000 }, () => {
  it.each<SmtpBehavior>(['refuse', 'down', 'hang'])(
    '(%s) shows in the status, and the next session is emailed',
    async (behavior) => {
      server.behavior = behavior;
      const jobId = await failing();
      const failed = await untilStatus(user, jobId, ({ mail }) => mail !== undefined);
      server.behavior = 'take';
      const next = await untilStatus(user, await failing(), ({ mail }) => mail !== undefined);

      expect(failed).toMatchObject({ status: 'failed', mail: 'failed', reason: { code: 'PhotoNotAnImage' } });
      const ended = await new Executions(here.environment).ended(jobId);
      expect(ended).toEqual({ status: 'FAILED', error: 'PhotoNotAnImage' });
      expect(next).toMatchObject({ status: 'failed', mail: 'sent' });
      expect(server.emails).toHaveLength(2);
      expect(server.emails.join('\n')).not.toContain(failed.session_id);
    },
  );

  it('does not fail a completed session', async () => {
    const waiting = await untilMask(user);
    server.behavior = 'refuse';
    await giveMask(user, waiting);

    const done = await untilStatus(user, waiting.job_id, ({ mail }) => mail !== undefined);

    expect(done).toMatchObject({ status: 'completed', mail: 'failed' });
    expect((await new Executions(here.environment).ended(waiting.job_id)).status).toBe('SUCCEEDED');
    const { files } = await user.client.result(waiting.job_id);
    expect((await fetch(files.mesh ?? '')).status).toBe(200);
    expect(server.emails).toEqual([]);
  });
});

describe('an email', { timeout: 120_000 }, () => {
  it('has each header once, only the verified recipient, and escaped text', async () => {
    await untilStatus(user, await failing(), ({ mail }) => mail !== undefined);

    const toUser = server.emails.filter((mail) => mail.includes(`To: ${user.credential.email}`));
    expect(toUser).toHaveLength(1);
    const [headers = ''] = (toUser[0] ?? '').split('\n\n');
    const names = headers.split('\n').flatMap((line) => /^([\w-]+):/.exec(line)?.[1]?.toLowerCase() ?? []);
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain('bcc');
  });
});
