import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from '#client/api.ts';
import { NetworkError } from '#client/errors.ts';
import type { Tokens } from '#client/sign-in/authorization.ts';
import { awaitCode, inboxAt } from '../scripted-user/inbox-client.ts';
import { type Credential, signInOnPages, signUp } from '../scripted-user/sign-in.ts';

/** Where a local environment, of this process or another, accepts users. */
export interface EnvironmentAddress {
  readonly urls: { readonly api: string; readonly issuer: string; readonly inbox: string };
  readonly clientId: string;
}

export interface TestUser {
  readonly credential: Credential;
  readonly tokens: Tokens;
  readonly client: Client;
  /** Milliseconds that a step of a session may take for this user; a minute by default. */
  readonly patience?: number;
}

/** A user who keeps trying while the server restarts. */
export type PatientUser = Omit<TestUser, 'tokens'>;

/**
 * Creates an account, with the code from the local inbox.
 * @example
 * const user = await signUpAt(environment, { email: 'ada@example.com', password: 'Correct-Horse-7' });
 * const { sessions } = await user.client.sessions();
 */
export async function signUpAt(at: EnvironmentAddress, credential: Credential): Promise<TestUser> {
  return userOf(at, credential, await createAccount(at, credential));
}

/** Signs in a user who has an account. */
export async function signInAt(at: EnvironmentAddress, credential: Credential): Promise<TestUser> {
  return userOf(at, credential, await signInOnPages(issuerOf(at), credential));
}

/** Retries until the caller's own signal aborts the request. */
const patientRetries = { attempts: Number.POSITIVE_INFINITY, firstDelay: 150, maxDelay: 700 };
/** Seconds before its expiry at which an ID token is replaced. */
const renewal = 300;

/** Creates an account whose client retries without end and signs in again before its token expires. */
export async function signUpPatientUser(
  at: EnvironmentAddress,
  credential: Credential,
): Promise<PatientUser> {
  let tokens = await createAccount(at, credential);
  const token = async () => {
    if (tokens.expiresAt - Date.now() / 1_000 < renewal)
      tokens = await untilReachable(() => signInOnPages(issuerOf(at), credential));
    return tokens.idToken;
  };
  return { credential, client: createClient({ apiUrl: at.urls.api, token, retries: patientRetries }) };
}

function createAccount(at: EnvironmentAddress, credential: Credential): Promise<Tokens> {
  return signUp(issuerOf(at), credential, (address) => awaitCode(inboxAt(at.urls.inbox), address));
}

function issuerOf({ urls, clientId }: EnvironmentAddress) {
  return { issuer: urls.issuer, clientId };
}

function userOf({ urls }: EnvironmentAddress, credential: Credential, tokens: Tokens): TestUser {
  return {
    credential,
    tokens,
    client: createClient({ apiUrl: urls.api, token: async () => tokens.idToken }),
  };
}

async function untilReachable<T>(action: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof NetworkError || error instanceof TypeError)) throw error;
      await sleep(patientRetries.maxDelay);
    }
  }
}
