import { Agent } from 'node:http';
import { Socket } from 'node:net';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import {
  GetAccountCommand,
  MessageRejected,
  SESv2Client,
  SendEmailCommand,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyDownloadToken } from '#tasks/core/download-token/download-token.ts';
import { handler } from '#tasks/workflow/notify-success.ts';
import { context, email } from '../support/calls.ts';
import { getItem, putItem } from '../support/database.ts';
import { downloadTokenSecret, liveIn } from '../support/fixtures.ts';
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

const fixtures = liveIn();
const request = { ...facts, result: reconstructionAnswer };
const emails = () => fixtures.ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input);
const emailTo = (address: string) =>
  emails().find(({ Destination }) => Destination?.ToAddresses?.includes(address));

/** The error of the SDK's own HTTP handler for a socket that never connects. */
async function connectionTimeout(): Promise<Error> {
  const httpAgent = new Agent();
  httpAgent.createConnection = () => Object.defineProperty(new Socket(), 'connecting', { value: true });
  const options = { endpoint: 'http://127.0.0.1:9', region: 'us-east-1', maxAttempts: 1 };
  const client = new SESv2Client({ ...options, requestHandler: { httpAgent, connectionTimeout: 20 } });
  const failed = await client.send(new GetAccountCommand()).catch((error: unknown) => error);
  if (failed instanceof Error) return failed;
  throw new Error('The socket has connected.');
}

describe('NotifySuccess', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  beforeEach(async () => {
    await given(row({ stage: 'reconstructing', task: 'reconstruction', progress: 90 }));
    putMetadata(fixtures.s3);
  });

  it('completes the row, then emails the user and the admin', async () => {
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
    expect(emailTo(email)?.Content?.Simple?.Subject?.Data).toBe('Your 3D Model is Ready!');
    expect(emailTo('admin@example.com')?.Content?.Simple?.Subject?.Data).toBe(
      `[Gen3D] Model completed: ${facts.session_id}`,
    );
    expect(await getItem(`mail#${jobId}#success-user#0`)).toMatchObject({ state: 'sent' });
  });

  it('links to a download token of this job, and labels a preview model', async () => {
    await handler(request, context);

    const text = emailTo(email)?.Content?.Simple?.Body?.Text?.Data ?? '';
    const ticket = /https:\/\/api\.example\.com\/prod\/download\/(\S+)/.exec(text)?.[1] ?? '';
    const keysById = new Map([['k1', downloadTokenSecret.k1]]);
    expect(verifyDownloadToken({ current: 'k1', byId: keysById }, ticket)).toBe(jobId);
    expect(text).toContain('preview');
    expect(text).toContain('24 hours');
    expect(emailTo(email)?.Content?.Simple?.Body?.Html?.Data).toContain(ticket);
    expect(JSON.stringify(emailTo('admin@example.com'))).not.toContain(ticket);
  });

  it('sends each email once, however often it is called', async () => {
    await handler(request, context);
    const again = await handler(request, context);

    expect(again).toEqual({ mail: 'already_sent' });
    expect(emails()).toHaveLength(2);
  });

  it('sends no second email when a completed session is redriven', async () => {
    await handler(request, context);
    const completed = await rowNow();

    const again = await handler({ ...request, redrive: 1 }, context);

    expect(again).toEqual({ mail: 'already_sent' });
    expect(emails()).toHaveLength(2);
    expect(await rowNow()).toMatchObject({ status: 'completed', redrive_count: completed.redrive_count });
  });

  it('succeeds without the email when SES rejects it, and shows and counts the failure', async () => {
    fixtures.ses.on(SendEmailCommand).rejects(new MessageRejected({ message: 'no', $metadata: {} }));

    const result = await handler(request, context);

    expect(result).toEqual({ mail: 'failed' });
    expect(await rowNow()).toMatchObject({ status: 'completed', mail: 'failed' });
    expect(fixtures.logged.join('')).toContain('"MailFailed":[1,1]');
  });

  it('retries when SES throttles, because nothing was sent', async () => {
    fixtures.ses
      .on(SendEmailCommand)
      .rejectsOnce(new TooManyRequestsException({ message: 'slow', $metadata: {} }))
      .resolves({});

    expect(await handler(request, context)).toEqual({ mail: 'sent' });
  });

  it.each([
    ['the connection to SES times out', () => connectionTimeout()],
    ['SES cannot be reached', async () => Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })],
  ])('retries when %s, because nothing was sent', async (_, failure) => {
    fixtures.ses
      .on(SendEmailCommand)
      .rejectsOnce(await failure())
      .resolves({});

    expect(await handler(request, context)).toEqual({ mail: 'sent' });
  });

  it('sends no second email when SES was reached but did not answer in time', async () => {
    const error = Object.assign(new Error('Request timed out'), { name: 'TimeoutError' });
    fixtures.ses.on(SendEmailCommand).rejects(error);

    expect(await handler(request, context)).toEqual({ mail: 'failed' });
    expect(emails()).toHaveLength(2);
  });

  it('emails the admin even when the user’s address is lost', async () => {
    fixtures.s3.put(keys.metadata, 'not json');

    const result = await handler(request, context);

    expect(result).toEqual({ mail: 'failed' });
    expect(emails()).toHaveLength(1);
    expect(emailTo('admin@example.com')).toBeDefined();
  });

  it('is retried when the address cannot be read at the moment, and then sends each email once', async () => {
    const slowDown = { name: 'SlowDown', $metadata: { httpStatusCode: 503 } };
    fixtures.s3.failNextRead(keys.metadata, Object.assign(new Error('Reduce your request rate.'), slowDown));

    await expect(handler(request, context)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
    expect(emails()).toHaveLength(0);

    expect(await handler(request, context)).toEqual({ mail: 'sent' });
    expect(emails()).toHaveLength(2);
  });

  it('sends the email after a sender died between the send record and the email', async () => {
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
    ['completes the session without an email when the secret is invalid', 'not a secret', undefined],
    ['retries when the secret cannot be read temporarily', undefined, 'ThrottlingException'],
  ])('%s', async (_, text, error) => {
    vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ['Date'] });
    const read = fixtures.secrets.on(GetSecretValueCommand);
    if (error === undefined) read.resolves({ SecretString: text });
    else read.rejects(Object.assign(new Error('slow'), { name: error }));

    const outcome = await handler(request, context).catch((thrown: Error) => thrown.name);

    expect(outcome).toEqual(error === undefined ? { mail: 'failed' } : 'DependencyUnavailable');
    expect(await rowNow()).toMatchObject({ status: 'completed' });
  });

  it('sends no email for a deleted session', async () => {
    await given(row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' }));

    await expect(handler(request, context)).rejects.toMatchObject({ name: 'SessionCancelled' });
    expect(emails()).toHaveLength(0);
  });

  it('never logs the address or the download token', async () => {
    await handler(request, context);

    const logs = fixtures.logged.join('\n');
    expect(logs).not.toContain(email);
    expect(logs).not.toContain('/download/');
    expect(fixtures.secrets.commandCalls(GetSecretValueCommand).length).toBeLessThanOrEqual(1);
  });
});
