import type { TestUser } from '#local/testing/users.ts';
import type { Executions } from './executions.ts';

/** A deployment for the end-to-end tests: a local environment, an emulator or an AWS account. */
export interface SessionTarget extends AsyncDisposable {
  /** Creates a user with a verified email address. */
  newUser(): Promise<TestUser>;
  /** Address of the admin, who is notified of every session. */
  readonly admin: string;
  readonly mails: InboxClient;
  readonly runs: Pick<Executions, 'statesOf' | 'ended' | 'stop'>;
  /** Opens a link from an email. */
  open(link: string): Promise<Response>;
}

/** Reads the emails about sessions. Every email contains its session id. */
export interface InboxClient {
  /** Waits for the only email about a session. @returns its text @throws Error when there is none, or more than one */
  one(address: string, sessionId: string): Promise<string>;
  /** @throws Error when there is an email about a session */
  none(address: string, sessionId: string): Promise<void>;
}

/** Whether an email is about a session. */
export function isAbout(text: string, sessionId: string): boolean {
  return text.split(/\r?\n/).includes(`Session: ${sessionId}`);
}

/** Creates an inbox client that searches all emails to an address. */
export function inboxClientOver(
  textsTo: (address: string) => Promise<readonly string[]>,
  waitFor: (ask: () => Promise<string | undefined>, what: string) => Promise<string>,
): InboxClient {
  const about = async (address: string, sessionId: string) =>
    (await textsTo(address)).filter((text) => isAbout(text, sessionId));
  return {
    one: async (address, sessionId) => {
      const first = await waitFor(async () => (await about(address, sessionId))[0], `An email to ${address}`);
      const { length } = await about(address, sessionId);
      if (length !== 1)
        throw new Error(`${length} emails about session ${sessionId} were sent to ${address}.`);
      return first;
    },
    none: async (address, sessionId) => {
      const { length } = await about(address, sessionId);
      if (length > 0) throw new Error(`${length} emails about session ${sessionId} were sent to ${address}.`);
    },
  };
}
