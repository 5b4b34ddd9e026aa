import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const ReceivedEmail = z.object({
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable(),
  /** Message tags that the sender set, by name. */
  tags: z.record(z.string(), z.string()),
  /** Epoch milliseconds. */
  sentAt: z.iso.datetime().transform((text) => Date.parse(text)),
});
/** An email in the local inbox. */
export type ReceivedEmail = z.infer<typeof ReceivedEmail>;

/** Reads the local inbox. */
export interface InboxClient {
  /** All emails, oldest first. */
  emails(): Promise<readonly ReceivedEmail[]>;
  /** Emails to one address, oldest first. */
  emailsTo(address: string): Promise<readonly ReceivedEmail[]>;
}

/**
 * @param pageUrl the inbox page with its key, as `npm start` prints it
 * @example
 * const inbox = inboxAt(environment.urls.inbox);
 * const code = await awaitCode(inbox, 'ada@example.com');
 */
export function inboxAt(pageUrl: string): InboxClient {
  const { origin, search } = new URL(pageUrl);
  const emails = async () => {
    const response = await fetch(`${origin}/inbox.json${search}`);
    return z
      .object({ mails: z.array(ReceivedEmail) })
      .parse(await response.json())
      .mails.reverse();
  };
  return {
    emails,
    emailsTo: async (address) => (await emails()).filter(({ to }) => to.includes(address)),
  };
}

/** Milliseconds. */
const polling = { interval: 100, timeout: 60_000 };

/**
 * Waits for an email; the latest one that matches wins.
 * @throws Error when none arrives within a minute
 */
export async function awaitEmail(
  inbox: Pick<InboxClient, 'emailsTo'>,
  address: string,
  matches: (email: ReceivedEmail) => boolean,
  signal?: AbortSignal,
): Promise<ReceivedEmail> {
  const end = Date.now() + polling.timeout;
  for (;;) {
    signal?.throwIfAborted();
    const email = (await inbox.emailsTo(address)).findLast(matches);
    if (email !== undefined) return email;
    if (Date.now() > end) throw new Error(`No matching email arrived for ${address}. Check the inbox.`);
    await sleep(polling.interval);
  }
}

/** Waits for a verification email. @returns its six-digit code */
export async function awaitCode(inbox: Pick<InboxClient, 'emailsTo'>, address: string): Promise<string> {
  const { text } = await awaitEmail(inbox, address, (email) => codeIn(email.text) !== undefined);
  return codeIn(text) ?? '';
}

/** The six-digit code in the text of a verification email. */
export function codeIn(text: string): string | undefined {
  return /\bcode is (\d{6})\b/.exec(text)?.[1];
}

/** The download link in the text of an email. */
export function downloadLinkIn(text: string): string | undefined {
  return /https?:\/\/\S+\/download\/[^\s"<>]+/.exec(text)?.[0];
}
