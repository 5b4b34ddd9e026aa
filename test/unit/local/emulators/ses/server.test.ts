import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ListContactListsCommand, SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ServiceOptions } from '#local/emulators/service.ts';
import { SentEmail } from '#local/emulators/ses/email-store.ts';
import { type Ses, startSes } from '#local/emulators/ses/server.ts';
import { clientOptions, credentials, removeFolder, serviceOptions, wrongSecret } from '../fixture.ts';
import { startSmtp } from './smtp-server.ts';

let options: ServiceOptions;
let ses: Ses;
const start = (more = {}) => startSes({ ...options, ...more });
beforeEach(async () => {
  options = await serviceOptions();
  ses = await start();
});
afterEach(async () => {
  await ses.close();
  await removeFolder(options);
});

const Inbox = z.object({ mails: z.array(SentEmail) });
const simple = {
  Subject: { Data: 'Dein Modell ist fertig ✓' },
  Body: { Text: { Data: 'Hallo & <b>' }, Html: { Data: '<p>Hallo</p><script>alert(1)</script>' } },
};
const emailInput = {
  FromEmailAddress: 'Gen3D <gen3d@example.com>',
  Destination: { ToAddresses: ['user@example.com'] },
  Content: { Simple: simple },
  EmailTags: [{ Name: 'job_id', Value: 'gen3d-1' }],
};
const send = (more = {}, as = credentials) =>
  new SESv2Client(clientOptions(ses.url, as)).send(new SendEmailCommand({ ...emailInput, ...more }));
const key = () => new URL(ses.inboxUrl).searchParams.get('key') ?? '';
const open = (path: string, withKey = key()) => fetch(`${ses.url}${path}?key=${withKey}`);
const inbox = async () => Inbox.parse(await (await open('/inbox.json')).json());

describe('SendEmail', () => {
  it('stores a message that email programs can read, and a record of it', async () => {
    const { MessageId } = await send();
    const folder = join(options.folder, 'mails');
    const message = await simpleParser(await readFile(join(folder, `${MessageId}.eml`)));
    expect(await readdir(folder)).toHaveLength(2);
    expect(message).toMatchObject({
      subject: simple.Subject.Data,
      from: { text: '"Gen3D" <gen3d@example.com>' },
      to: { text: 'user@example.com' },
      html: expect.stringContaining('<p>Hallo</p>'),
      text: expect.stringContaining('Hallo & <b>'),
    });
    expect((await inbox()).mails).toMatchObject([
      {
        id: MessageId,
        from: emailInput.FromEmailAddress,
        to: ['user@example.com'],
        subject: simple.Subject.Data,
        text: expect.stringContaining('Hallo & <b>'),
        tags: { job_id: 'gen3d-1' },
      },
    ]);
  });

  it('accepts a raw message with its own sender and recipients', async () => {
    const raw = 'From: a@example.com\r\nTo: b@example.com\r\nSubject: raw\r\n\r\nplain\r\n';
    const Content = { Raw: { Data: Buffer.from(raw) } };
    await send({ FromEmailAddress: undefined, Destination: undefined, Content });
    expect((await inbox()).mails).toMatchObject([
      { from: 'a@example.com', to: ['b@example.com'], subject: 'raw', html: null },
    ]);
  });

  it.each<[string, object]>([
    ['no recipient', { Destination: {} }],
    ['no sender', { FromEmailAddress: undefined }],
    ['a recipient without a domain', { Destination: { ToAddresses: ['nobody'] } }],
    ['a recipient that adds a header', { Destination: { ToAddresses: ['a@example.com\r\nBcc: b@x.org'] } }],
    ['no content', { Content: { Simple: { ...simple, Body: {} } } }],
    ['a template', { Content: { Template: { TemplateName: 't' } } }],
    ['simple and raw content', { Content: { Simple: simple, Raw: { Data: Buffer.from('x') } } }],
    [
      'a raw message without sender and recipients',
      { Destination: {}, Content: { Raw: { Data: Buffer.from('x') } } },
    ],
    ['a tag with invalid characters', { EmailTags: [{ Name: 'a b', Value: 'c' }] }],
    [
      'more than 50 recipients',
      { Destination: { ToAddresses: Array.from({ length: 51 }, (_, n) => `u${n}@example.com`) } },
    ],
  ])('rejects %s', async (_, more) => {
    const refused = await send(more).catch((error: Error) => error);
    expect(refused).toMatchObject({ name: 'BadRequestException' });
    expect((await inbox()).mails).toEqual([]);
  });

  it('names no address in the error about a wrong address', async () => {
    const refused = send({ Destination: { ToAddresses: ['private-name'] } });
    await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining('private-name') });
  });

  it('rejects a wrong secret and other operations', async () => {
    await expect(send({}, wrongSecret)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    const other = new SESv2Client(clientOptions(ses.url)).send(new ListContactListsCommand({}));
    await expect(other).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});

describe('with a mail server', () => {
  it('delivers to every recipient, also to Bcc', async () => {
    const smtp = await startSmtp();
    await ses.close();
    ses = await start({ smtpUrl: smtp.url });
    const Destination = { ToAddresses: ['user@example.com'], BccAddresses: ['admin@example.com'] };
    await send({ Destination });
    smtp.close();
    expect(smtp.messages).toMatchObject([
      {
        recipients: [expect.stringContaining('user@'), expect.stringContaining('admin@')],
        text: expect.not.stringContaining('admin@example.com'),
      },
    ]);
    expect((await inbox()).mails).toHaveLength(1);
  });

  it('returns MessageRejected and stores nothing when the server refuses or is down', async () => {
    const smtp = await startSmtp({ refuses: true });
    await ses.close();
    ses = await start({ smtpUrl: smtp.url });
    await expect(send()).rejects.toMatchObject({ name: 'MessageRejected' });
    smtp.close();
    await expect(send()).rejects.toMatchObject({ name: 'MessageRejected' });
    expect((await inbox()).mails).toEqual([]);
  });
});

describe('the inbox', () => {
  it('opens only with its key, which stays the same', async () => {
    const { MessageId } = await send();
    const paths = ['/', '/inbox.json', `/inbox/${MessageId}`, `/mail/${MessageId}`, `/message/${MessageId}`];
    const statuses = async (withKey: string) =>
      Promise.all(paths.map(async (path) => (await open(path, withKey)).status));
    const before = key();
    await ses.close();
    ses = await start();
    expect(await statuses('guessed')).toEqual(paths.map(() => 403));
    expect(await statuses(before)).toEqual(paths.map(() => 200));
    expect(before).toHaveLength(32);
  });

  it('lists emails, newest first, and shows each', async () => {
    await send();
    const Content = { Simple: { ...simple, Subject: { Data: '<img src=x onerror=alert(1)>' } } };
    const { MessageId } = await send({ Content });
    const list = await (await open('/')).text();
    const email = await (await open(`/mail/${MessageId}`)).text();
    expect(list.indexOf('&#x3c;img')).toBeLessThan(list.indexOf('Dein Modell'));
    expect(list + email).not.toContain('<img');
    expect(email).toContain(`<iframe title="HTML version" sandbox="allow-popups`);
    expect(email).toContain('Hallo &#x26; &#x3c;b&#x3e;');
  });

  it('runs no script of an email, and leaks its key nowhere', async () => {
    const { MessageId } = await send();
    const [page, message] = await Promise.all([open('/'), open(`/message/${MessageId}`)]);
    const policies = [page, message].map(({ headers }) => headers.get('content-security-policy'));
    expect(policies[0]).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(policies[1]).toMatch(/^default-src 'none';.*; sandbox allow-popups/);
    expect(policies.join()).not.toContain('allow-scripts');
    expect([page, message].map(({ headers }) => headers.get('referrer-policy'))).toEqual([
      'no-referrer',
      'no-referrer',
    ]);
  });

  it('returns an email as JSON, or 404', async () => {
    const { MessageId } = await send();
    const paths = [`/inbox/${MessageId}`, '/inbox/none', '/mail/none', '/inbox/..%2finbox-key'];
    const answers = await Promise.all(paths.map((path) => open(path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 404]);
    expect(await answers[0]?.json()).toMatchObject({ id: MessageId });
  });
});
