import type { Runs } from './history.ts';
import type { TestUser } from './home.ts';

/** A place where the whole system runs, as the end-to-end tests see it: the home, an emulator, an account. */
export interface Place extends AsyncDisposable {
  /** Somebody who can sign in and has a verified address. */
  newUser(): Promise<TestUser>;
  /** Address that is told of every session. */
  readonly admin: string;
  readonly mails: Mailbox;
  readonly runs: Pick<Runs, 'statesOf' | 'ended' | 'stop'>;
  /** Opens an address that stood in a mail. */
  open(link: string): Promise<Response>;
}

/** How mails are read where the tests run. Every mail of ours names its session. */
export interface Mailbox {
  /** Waits for the mail about a session. @returns its text; throws when none comes, or more than one */
  one(address: string, sessionId: string): Promise<string>;
  /** @throws Error when there is a mail about a session */
  none(address: string, sessionId: string): Promise<void>;
}

/** Whether a mail is about a session. */
export function isAbout(text: string, sessionId: string): boolean {
  return text.split(/\r?\n/).includes(`Session: ${sessionId}`);
}

/** A mailbox that looks through all mails to an address that there are so far. */
export function mailboxOver(
  textsTo: (address: string) => Promise<readonly string[]>,
  waitFor: (ask: () => Promise<string | undefined>, what: string) => Promise<string>,
): Mailbox {
  const about = async (address: string, sessionId: string) =>
    (await textsTo(address)).filter((text) => isAbout(text, sessionId));
  return {
    one: async (address, sessionId) => {
      const first = await waitFor(async () => (await about(address, sessionId))[0], `A mail to ${address}`);
      const { length } = await about(address, sessionId);
      if (length !== 1) throw new Error(`${length} mails about session ${sessionId} came to ${address}.`);
      return first;
    },
    none: async (address, sessionId) => {
      const { length } = await about(address, sessionId);
      if (length > 0) throw new Error(`${length} mails about session ${sessionId} came to ${address}.`);
    },
  };
}
