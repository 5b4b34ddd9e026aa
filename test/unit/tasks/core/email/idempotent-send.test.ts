import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from 'vitest';
import { sendOnce } from '#tasks/core/email/idempotent-send.ts';
import { getItem, putItem } from '../../support/database.ts';
import { settings } from '../../support/environment.ts';
import { liveIn } from '../../support/fixtures.ts';
import { jobId } from '../../support/sessions.ts';

const fixtures = liveIn();
const mail = { job_id: jobId, kind: 'success-user' as const, redrive: 0 };
const recordKey = `mail#${jobId}#success-user#0`;
const envelope = { from: 'noreply@example.com', to: 'user@example.com', configurationSet: 'gen3d-mail' };
const template = { subject: 'Ready', text: 'text', html: '<p>html</p>' };
const send = (changes = {}) =>
  sendOnce(settings.JOB_STATUS_TABLE, { ...mail, ...changes }, envelope, template);
const sent = () => fixtures.ses.commandCalls(SendEmailCommand).length;

describe('an idempotent email', () => {
  it('is sent once by concurrent senders', async () => {
    const outcomes = await Promise.all([send(), send(), send(), send()]);

    expect(sent()).toBe(1);
    expect(outcomes.sort()).toEqual(['already_sent', 'already_sent', 'already_sent', 'sent']);
  });

  it('is recorded before it is sent, and completed after', async () => {
    let before: unknown;
    fixtures.ses.on(SendEmailCommand).callsFake(async () => {
      before = await getItem(recordKey);
      return {};
    });

    await send();

    expect(before).toMatchObject({ state: 'sending' });
    expect(await getItem(recordKey)).toMatchObject({ state: 'sent', expires_at: expect.any(Number) });
  });

  it('has a separate record for each recipient and redrive', async () => {
    await send();
    await send({ redrive: 1 });
    await send({ kind: 'success-admin' });

    expect(sent()).toBe(3);
  });

  it('is taken over by exactly one call when its sender has died', async () => {
    await putItem({
      job_id: recordKey,
      state: 'sending',
      since: Date.now() - 60_000,
      expires_at: 4_000_000_000,
    });

    const outcomes = await Promise.all([send(), send(), send()]);

    expect(sent()).toBe(1);
    expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(1);
  });

  it('is not sent again after a failure with an unknown outcome', async () => {
    fixtures.ses.on(SendEmailCommand).rejectsOnce(new Error('the connection broke')).resolves({});

    expect([await send(), await send()]).toEqual(['failed', 'failed']);
    expect(sent()).toBe(1);
  });

  it('carries its identifying headers, and logs no address', async () => {
    await send();

    const input = fixtures.ses.commandCalls(SendEmailCommand)[0]?.args[0].input;
    expect(input?.EmailTags).toEqual([
      { Name: 'job_id', Value: jobId },
      { Name: 'kind', Value: 'success-user' },
      { Name: 'redrive', Value: '0' },
    ]);
    expect(fixtures.logged.join('')).not.toContain('user@example.com');
  });
});
