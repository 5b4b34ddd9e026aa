import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import { verificationEmail } from '#local/emulators/identity/emails.ts';
import { startSes } from '#local/emulators/ses/server.ts';
import {
  awaitEmail,
  codeIn,
  downloadLinkIn,
  inboxAt,
  type ReceivedEmail,
} from '#local/scripted-user/inbox-client.ts';

const emailWith = (text: string): ReceivedEmail => ({
  to: ['ada@example.com'],
  subject: 'Hello',
  text,
  html: null,
  tags: {},
  sentAt: 0,
});

test('reads the code from a verification email', () => {
  expect(codeIn(verificationEmail('ada@example.com', '012345').text)).toBe('012345');
  expect(codeIn('Your session 123456 is done.')).toBeUndefined();
});

test('reads the download link from an email, and no other link', () => {
  const text =
    'Look at https://gen3d.example.com/.\n\nDownload:\nhttp://127.0.0.1:1/prod/download/a.b-c_d\nBye';

  expect(downloadLinkIn(text)).toBe('http://127.0.0.1:1/prod/download/a.b-c_d');
  expect(downloadLinkIn('https://gen3d.example.com')).toBeUndefined();
});

test('waits for an email and returns the latest match', async () => {
  const arriving = [[], [emailWith('one')], [emailWith('one'), emailWith('two'), emailWith('three')]];
  const inbox = { emailsTo: async () => arriving.shift() ?? [] };

  const email = await awaitEmail(inbox, 'ada@example.com', ({ text }) => text.startsWith('t'));

  expect(email.text).toBe('three');
});

test('stops waiting when its signal aborts', async () => {
  const stop = new AbortController();
  stop.abort(new Error('enough'));

  const waiting = awaitEmail({ emailsTo: async () => [] }, 'ada@example.com', () => true, stop.signal);

  await expect(waiting).rejects.toThrow('enough');
});

test('reads the emails to one address, oldest first', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-inbox-'));
  const credentials = { accessKeyId: 'LOCALTESTKEY12345678', secretAccessKey: 'secret-of-the-test' };
  const place = { region: 'us-east-1', accountId: '000000000000' };
  const ses = await startSes({ folder, credentials, port: 0, ...place });
  const client = new SESv2Client({ endpoint: ses.url, region: place.region, credentials });
  const send = (to: string, subject: string) =>
    client.send(
      new SendEmailCommand({
        FromEmailAddress: 'gen3d@example.com',
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: `About ${subject}` } } } },
      }),
    );
  try {
    await send('ada@example.com', 'one');
    await send('bob@example.com', 'other');
    await send('ada@example.com', 'two');

    const emails = await inboxAt(ses.inboxUrl).emailsTo('ada@example.com');

    expect(emails.map(({ subject }) => subject)).toEqual(['one', 'two']);
    expect(emails[0]?.text).toContain('About one');
  } finally {
    client.destroy();
    await ses.close();
    await rm(folder, { recursive: true });
  }
});
