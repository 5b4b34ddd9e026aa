import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import { awaitMail, codeIn, downloadLinkIn, inboxAt, type ReceivedMail } from '#local/demo/mailbox.ts';
import { codeMail } from '#local/services/identity/mails.ts';
import { startSes } from '#local/services/ses.ts';

const mailWith = (text: string): ReceivedMail => ({ to: 'ada@example.com', subject: 'Hello', text });

test("The code is read from the issuer's mail", () => {
  expect(codeIn(codeMail('ada@example.com', '012345'))).toBe('012345');
  expect(codeIn(mailWith('Your session 123456 is done.'))).toBeUndefined();
});

test('The download link is read from the mail, and no other link', () => {
  const text =
    'Look at https://gen3d.example.com/.\n\nDownload:\nhttp://127.0.0.1:1/prod/download/a.b-c_d\nBye';

  expect(downloadLinkIn(mailWith(text))).toBe('http://127.0.0.1:1/prod/download/a.b-c_d');
  expect(downloadLinkIn(mailWith('https://gen3d.example.com'))).toBeUndefined();
});

test('A mail is waited for, and the latest that fits is taken', async () => {
  const arriving = [[], [mailWith('one')], [mailWith('one'), mailWith('two'), mailWith('three')]];
  const mailbox = { mailsTo: async () => arriving.shift() ?? [] };

  const mail = await awaitMail(mailbox, 'ada@example.com', ({ text }) => text.startsWith('t'));

  expect(mail.text).toBe('three');
});

test('Waiting for a mail stops with its signal', async () => {
  const stop = new AbortController();
  stop.abort(new Error('enough'));

  const waiting = awaitMail({ mailsTo: async () => [] }, 'ada@example.com', () => true, stop.signal);

  await expect(waiting).rejects.toThrow('enough');
});

test("Mails are read from the home's inbox, oldest first, and of one address only", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-mailbox-'));
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

    const mails = await inboxAt(ses.inboxUrl).mailsTo('ada@example.com');

    expect(mails.map(({ subject }) => subject)).toEqual(['one', 'two']);
    expect(mails[0]?.text).toContain('About one');
  } finally {
    client.destroy();
    await ses.close();
    await rm(folder, { recursive: true });
  }
});
