import { z } from 'zod';

/** A mail as the home's inbox shows it. */
export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Where mails of the home arrive. */
export interface Mailbox {
  /** All mails to an address, oldest first. */
  mailsTo(address: string): Promise<readonly ReceivedMail[]>;
}

const Inbox = z.object({
  mails: z.array(z.object({ to: z.array(z.string()), subject: z.string(), text: z.string() })),
});

/** @param pageUrl the inbox page as the home prints it, with its key */
export function inboxAt(pageUrl: string): Mailbox {
  const { origin, search } = new URL(pageUrl);
  return {
    mailsTo: async (address) => {
      const response = await fetch(`${origin}/inbox.json${search}`);
      const { mails } = Inbox.parse(await response.json());
      const received = mails.filter(({ to }) => to.includes(address));
      return received.map(({ subject, text }) => ({ to: address, subject, text })).reverse();
    },
  };
}

/** Milliseconds between two looks, and until a mail counts as lost. */
const pace = { interval: 100, patience: 20_000 };

/**
 * Waits for a mail.
 * @throws Error when it does not come
 */
export async function awaitMail(
  mailbox: Mailbox,
  address: string,
  wanted: (mail: ReceivedMail) => boolean,
  signal?: AbortSignal,
): Promise<ReceivedMail> {
  const end = Date.now() + pace.patience;
  for (;;) {
    signal?.throwIfAborted();
    const mail = (await mailbox.mailsTo(address)).findLast(wanted);
    if (mail !== undefined) return mail;
    if (Date.now() > end) throw new Error(`No such mail has come to ${address}; look into the inbox.`);
    await new Promise((resolve) => setTimeout(resolve, pace.interval));
  }
}

/** The six digits of the issuer's mail, which are valid for the sign-up that asked for them. */
export function codeIn(mail: ReceivedMail): string | undefined {
  return /\bcode is (\d{6})\b/.exec(mail.text)?.[1];
}

/** The address of the mail's download link. */
export function downloadLinkIn(mail: ReceivedMail): string | undefined {
  return /https?:\/\/\S+\/download\/[^\s"<>]+/.exec(mail.text)?.[0];
}
