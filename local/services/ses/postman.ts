import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { AwsError } from '../aws-error.ts';
import { type Mailbox, SentMail } from './mailbox.ts';
import type { Mail } from './request.ts';

/** Hands a message to a mail server. Rejects when the server does not take it. */
export type Deliver = (message: Buffer, envelope: { from: string; to: string[] }) => Promise<void>;

/** A mail is a page of text: neither files nor addresses on the web may be pulled into it. */
const composer = createTransport({
  streamTransport: true,
  buffer: true,
  newline: 'windows',
  disableFileAccess: true,
  disableUrlAccess: true,
});

/**
 * Composes a mail, delivers it where there is a mail server, and keeps it: in this order, so that what stands
 * in the mailbox was sent.
 * @returns the mail's id
 * @throws AwsError MessageRejected when the mail server refuses
 */
export async function send(mailbox: Mailbox, mail: Mail, deliver: Deliver | undefined): Promise<string> {
  const now = Date.now();
  const message = await compose(mail, now);
  const sent = await recordOf(mail, message, mailbox.nextId(now), now);
  await deliver?.(message, { from: sent.from, to: [...sent.to, ...sent.cc, ...sent.bcc] });
  await mailbox.keep(sent, message);
  return sent.id;
}

/** Delivers through SMTP. @param url `smtp://user:password@host:port` */
export function smtpDelivery(url: string): Deliver {
  const patience = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 8_000 };
  const transport = createTransport({ url, ...patience });
  return async (raw, envelope) => {
    try {
      await transport.sendMail({ raw, envelope });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw new AwsError(400, 'MessageRejected', `The mail server did not take the mail (${code}).`);
    }
  };
}

async function compose({ from, to, cc, replyTo, content }: Mail, now: number): Promise<Buffer> {
  if ('raw' in content) return content.raw;
  const { message } = await composer.sendMail({
    from,
    to: [...to],
    cc: [...cc],
    replyTo: [...replyTo],
    date: new Date(now),
    subject: content.subject,
    text: content.text,
    html: content.html,
  });
  if (!Buffer.isBuffer(message)) throw new TypeError('The composer was asked for a buffer.');
  return message;
}

/** What a person sees of the message: read back from it, so that raw mails have a record as well. */
async function recordOf(mail: Mail, message: Buffer, id: string, now: number): Promise<SentMail> {
  const parsed = await simpleParser(message, { skipTextToHtml: true, skipImageLinks: true });
  const named = [parsed.to ?? [], parsed.cc ?? []].map((field) => [field].flat().flatMap((one) => one.value));
  const addresses = (index: number) => (named[index] ?? []).flatMap(({ address }) => address ?? []);
  const isAddressed = mail.to.length + mail.cc.length + mail.bcc.length > 0;
  const record = SentMail.parse({
    id,
    sentAt: new Date(now).toISOString(),
    from: mail.from ?? parsed.from?.text ?? '',
    to: isAddressed ? mail.to : addresses(0),
    cc: isAddressed ? mail.cc : addresses(1),
    bcc: mail.bcc,
    replyTo: mail.replyTo,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || null,
    tags: mail.tags,
  });
  if (record.from === '' || record.to.length + record.cc.length + record.bcc.length === 0)
    throw new AwsError(400, 'BadRequestException', 'The mail has no sender or no recipient.');
  return record;
}
