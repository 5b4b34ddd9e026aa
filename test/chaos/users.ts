import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from '#client/api.ts';
import { NetworkError } from '#client/errors.ts';
import { awaitMail, codeIn, inboxAt } from '#local/demo/mailbox.ts';
import { type Credential, signInOnPages, signUp } from '#local/demo/user.ts';
import type { Ready } from './child-options.ts';

/** A user who does not give up while the home is away. */
export interface User {
  readonly credential: Credential;
  readonly client: Client;
}

/** As long as it takes: the run's own signal ends it. */
const patient = { attempts: Number.POSITIVE_INFINITY, firstDelay: 150, maxDelay: 700 };
/** Seconds before its end that an ID token is replaced. */
const renewal = 300;

/** Signs a new user up; the client signs in again by itself. */
export async function newUser({ urls, clientId }: Ready, credential: Credential): Promise<User> {
  const issuer = { issuer: urls.issuer, clientId };
  const mailbox = inboxAt(urls.inbox);
  const isCode = (mail: { text: string }) => codeIn({ ...mail, to: '', subject: '' }) !== undefined;
  let tokens = await signUp(issuer, credential, async (email) => {
    const mail = await awaitMail(mailbox, email, isCode);
    return codeIn(mail) ?? '';
  });
  const token = async () => {
    if (tokens.expiresAt - Date.now() / 1_000 < renewal)
      tokens = await insist(() => signInOnPages(issuer, credential));
    return tokens.idToken;
  };
  return { credential, client: createClient({ apiUrl: urls.api, token, retries: patient }) };
}

async function insist<T>(action: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof NetworkError || error instanceof TypeError)) throw error;
      await sleep(patient.maxDelay);
    }
  }
}
