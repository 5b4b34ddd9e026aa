import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { MessageRejected, SendEmailCommand, TooManyRequestsException } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readTicket } from '#tasks/core/ticket/ticket.ts';
import { handler } from '#tasks/workflow/notify-success.ts';
import { context, email } from '../support/calls.ts';
import { getItem, putItem } from '../support/database.ts';
import {
  facts,
  given,
  jobId,
  keys,
  putMetadata,
  reconstructionAnswer,
  row,
  rowNow,
} from '../support/sessions.ts';
import { liveIn, ticketSecret } from '../support/world.ts';

const world = liveIn();
const request = { ...facts, result: reconstructionAnswer };
const mails = () => world.ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input);
const mailTo = (address: string) =>
  mails().find(({ Destination }) => Destination?.ToAddresses?.includes(address));

describe('NotifySuccess', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  beforeEach(async () => {
    await given(row({ stage: 'reconstructing', task: 'reconstruction', progress: 90 }));
    putMetadata(world.s3);
  });

  it('completes the row, then mails the user and the admin', async () => {
    const result = await handler(request, context);

    expect(result).toEqual({ mail: 'sent' });
    expect(await rowNow()).toMatchObject({
      status: 'completed',
      stage: 'done',
      progress: 100,
      mesh_stats: reconstructionAnswer.mesh_stats,
      has_splat: false,
      mail: 'sent',
    });
    expect(mailTo(email)?.Content?.Simple?.Subject?.Data).toBe('Your 3D Model is Ready!');
    expect(mailTo('admin@example.com')?.Content?.Simple?.Subject?.Data).toBe(
      `[Gen3D] User mesh generated: ${facts.session_id}`,
    );
    expect(await getItem(`mail#${jobId}#success-user#0`)).toMatchObject({ state: 'sent' });
  });

  it('links to a ticket that opens this job, and says that the model is a preview', async () => {
    await handler(request, context);

    const text = mailTo(email)?.Content?.Simple?.Body?.Text?.Data ?? '';
    const ticket = /https:\/\/api\.example\.com\/prod\/download\/(\S+)/.exec(text)?.[1] ?? '';
    const keysById = new Map([['k1', ticketSecret.k1]]);
    expect(readTicket({ current: 'k1', byId: keysById }, ticket)).toBe(jobId);
    expect(text).toContain('preview');
    expect(text).toContain('24 hours');
    expect(mailTo(email)?.Content?.Simple?.Body?.Html?.Data).toContain(ticket);
    expect(JSON.stringify(mailTo('admin@example.com'))).not.toContain(ticket);
  });

  it('mails nobody twice, however often it is called', async () => {
    await handler(request, context);
    const again = await handler(request, context);

    expect(again).toEqual({ mail: 'already_sent' });
    expect(mails()).toHaveLength(2);
  });

  it('mails nobody again when its execution is redriven after the session was completed', async () => {
    await handler(request, context);
    const completed = await rowNow();

    const again = await handler({ ...request, redrive: 1 }, context);

    expect(again).toEqual({ mail: 'already_sent' });
    expect(mails()).toHaveLength(2);
    expect(await rowNow()).toMatchObject({ status: 'completed', redrive_count: completed.redrive_count });
  });

  it('succeeds without the mail when the mail is refused, and shows and counts it', async () => {
    world.ses.on(SendEmailCommand).rejects(new MessageRejected({ message: 'no', $metadata: {} }));

    const result = await handler(request, context);

    expect(result).toEqual({ mail: 'failed' });
    expect(await rowNow()).toMatchObject({ status: 'completed', mail: 'failed' });
    expect(world.logged.join('')).toContain('"MailFailed":[1,1]');
  });

  it('tries again when SES throttles, for then nothing was sent', async () => {
    world.ses
      .on(SendEmailCommand)
      .rejectsOnce(new TooManyRequestsException({ message: 'slow', $metadata: {} }))
      .resolves({});

    expect(await handler(request, context)).toEqual({ mail: 'sent' });
  });

  it('tells the admin even when the user’s address is lost', async () => {
    world.s3.put(keys.metadata, 'not json');

    const result = await handler(request, context);

    expect(result).toEqual({ mail: 'failed' });
    expect(mails()).toHaveLength(1);
    expect(mailTo('admin@example.com')).toBeDefined();
  });

  it('sends again after a sender that died between mark and mail', async () => {
    await handler(request, context);
    await putItem({
      job_id: `mail#${jobId}#success-user#0`,
      state: 'sending',
      since: Date.now() - 60_000,
      expires_at: 4_000_000_000,
    });

    expect(await handler(request, context)).toEqual({ mail: 'sent' });
    expect(await getItem(`mail#${jobId}#success-user#0`)).toMatchObject({ state: 'sent' });
  });

  it.each([
    ['fails nothing when the tickets’ secret is broken', 'not a secret', undefined],
    ['is tried again when the secret cannot be read for a moment', undefined, 'ThrottlingException'],
  ])('%s', async (_, text, error) => {
    vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ['Date'] });
    const read = world.secrets.on(GetSecretValueCommand);
    if (error === undefined) read.resolves({ SecretString: text });
    else read.rejects(Object.assign(new Error('slow'), { name: error }));

    const outcome = await handler(request, context).catch((thrown: Error) => thrown.name);

    expect(outcome).toEqual(error === undefined ? { mail: 'failed' } : 'DependencyUnavailable');
    expect(await rowNow()).toMatchObject({ status: 'completed' });
  });

  it('mails nobody for a deleted session', async () => {
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));

    await expect(handler(request, context)).rejects.toMatchObject({ name: 'SessionCancelled' });
    expect(mails()).toHaveLength(0);
  });

  it('never logs the address or the ticket', async () => {
    await handler(request, context);

    const logs = world.logged.join('\n');
    expect(logs).not.toContain(email);
    expect(logs).not.toContain('/download/');
    expect(world.secrets.commandCalls(GetSecretValueCommand).length).toBeLessThanOrEqual(1);
  });
});
