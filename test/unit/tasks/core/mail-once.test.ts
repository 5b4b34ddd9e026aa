import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from 'vitest';
import { mailOnce } from '#tasks/core/mail/once.ts';
import { getItem, putItem } from '../support/database.ts';
import { settings } from '../support/environment.ts';
import { jobId } from '../support/sessions.ts';
import { liveIn } from '../support/world.ts';

const world = liveIn();
const mail = { job_id: jobId, kind: 'success-user' as const, redrive: 0 };
const mark = `mail#${jobId}#success-user#0`;
const envelope = { from: 'noreply@example.com', to: 'user@example.com', configurationSet: 'gen3d-mail' };
const letter = { subject: 'Ready', text: 'text', html: '<p>html</p>' };
const send = (changes = {}) => mailOnce(settings.JOB_STATUS_TABLE, { ...mail, ...changes }, envelope, letter);
const sent = () => world.ses.commandCalls(SendEmailCommand).length;

describe('a mail', () => {
  it('is sent once, however many want to send it at the same time', async () => {
    const outcomes = await Promise.all([send(), send(), send(), send()]);

    expect(sent()).toBe(1);
    expect(outcomes.sort()).toEqual(['already_sent', 'already_sent', 'already_sent', 'sent']);
  });

  it('is marked before it is sent, and completed after', async () => {
    let before: unknown;
    world.ses.on(SendEmailCommand).callsFake(async () => {
      before = await getItem(mark);
      return {};
    });

    await send();

    expect(before).toMatchObject({ state: 'sending' });
    expect(await getItem(mark)).toMatchObject({ state: 'sent', expires_at: expect.any(Number) });
  });

  it('is another one for another reader or redrive', async () => {
    await send();
    await send({ redrive: 1 });
    await send({ kind: 'success-admin' });

    expect(sent()).toBe(3);
  });

  it('is taken over by one alone when its sender has died', async () => {
    await putItem({ job_id: mark, state: 'sending', since: Date.now() - 60_000, expires_at: 4_000_000_000 });

    const outcomes = await Promise.all([send(), send(), send()]);

    expect(sent()).toBe(1);
    expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(1);
  });

  it('is not tried again after a failure whose outcome nobody knows', async () => {
    world.ses.on(SendEmailCommand).rejectsOnce(new Error('the connection broke')).resolves({});

    expect([await send(), await send()]).toEqual(['failed', 'failed']);
    expect(sent()).toBe(1);
  });

  it('carries what tells it apart, and no address in the log', async () => {
    await send();

    const input = world.ses.commandCalls(SendEmailCommand)[0]?.args[0].input;
    expect(input?.EmailTags).toEqual([
      { Name: 'job_id', Value: jobId },
      { Name: 'kind', Value: 'success-user' },
      { Name: 'redrive', Value: '0' },
    ]);
    expect(world.logged.join('')).not.toContain('user@example.com');
  });
});
