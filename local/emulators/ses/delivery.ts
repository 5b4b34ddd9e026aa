import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { AwsError } from '../http/aws-error.ts';
import { type EmailStore, SentEmail } from './email-store.ts';
import type { Email } from './send-email.ts';

/** Delivers a message through a mail server. Rejects when the server refuses it. */
export type Deliver = (message: Buffer, envelope: { from: string; to: string[] }) => Promise<void>;

/** Emails must not include local files or fetch URLs. */
const composer = createTransport({
  streamTransport: true,
  buffer: true,
  newline: 'windows',
  disableFileAccess: true,
  disableUrlAccess: true,
});

/**
 * Composes an email, delivers it when a mail server is set, and then stores it, so the inbox only shows
 * emails that were sent.
 * @returns the email's id
 * @throws AwsError MessageRejected when the mail server refuses
 */
export async function send(
  emailStore: EmailStore,
  email: Email,
  deliver: Deliver | undefined,
): Promise<string> {
  const now = Date.now();
  const message = await compose(email, now);
  const sent = await recordOf(email, message, emailStore.nextId(now), now);
  await deliver?.(message, { from: sent.from, to: [...sent.to, ...sent.cc, ...sent.bcc] });
  await emailStore.save(sent, message);
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
      throw new AwsError(400, 'MessageRejected', `The mail server refused the email (${code}).`);
    }
  };
}

async function compose({ from, to, cc, replyTo, content }: Email, now: number): Promise<Buffer> {
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
  if (!Buffer.isBuffer(message)) throw new TypeError('The composer must return a buffer.');
  return message;
}

/** The record is read from the composed message, so that raw emails have one too. */
async function recordOf(email: Email, message: Buffer, id: string, now: number): Promise<SentEmail> {
  const parsed = await simpleParser(message, { skipTextToHtml: true, skipImageLinks: true });
  const named = [parsed.to ?? [], parsed.cc ?? []].map((field) => [field].flat().flatMap((one) => one.value));
  const addresses = (index: number) => (named[index] ?? []).flatMap(({ address }) => address ?? []);
  const isAddressed = email.to.length + email.cc.length + email.bcc.length > 0;
  const record = SentEmail.parse({
    id,
    sentAt: new Date(now).toISOString(),
    from: email.from ?? parsed.from?.text ?? '',
    to: isAddressed ? email.to : addresses(0),
    cc: isAddressed ? email.cc : addresses(1),
    bcc: email.bcc,
    replyTo: email.replyTo,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || null,
    tags: email.tags,
  });
  if (record.from === '' || record.to.length + record.cc.length + record.bcc.length === 0)
    throw new AwsError(400, 'BadRequestException', 'The email has no sender or no recipient.');
  return record;
}
