import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type Client, createClient } from '#client/api.ts';
import { readMask, readPhoto } from '#client/files.ts';
import { handInMask, startSession, untilMaskWanted } from '#client/session.ts';
import type { Tokens } from '#client/sign-in/authorization.ts';
import { type Credential, signInOnPages, signUp } from '#local/demo/user.ts';
import { type Home, type HomeOptions, startHome } from '#local/home.ts';
import type { StatusResponse } from '#tasks/core/contracts/api.ts';

/** Where a home, of this process or another, is to be found. */
export interface Addresses {
  readonly api: string;
  readonly issuer: string;
  readonly inbox: string;
  readonly clientId: string;
}

/** A home in a folder of its own, on free ports; gone when the test is over. */
export interface TestHome extends AsyncDisposable {
  readonly home: Home;
  /** Signs a new user up, by the code in the mail. */
  newUser(): Promise<TestUser>;
  /** Signs a user up who has a credential already. */
  signUp(credential: Credential): Promise<TestUser>;
  /** Signs a known user in again. */
  signIn(credential: Credential): Promise<TestUser>;
  /** Mails to an address so far, the oldest first. */
  mailsTo(address: string): Promise<Mail[]>;
  /** Waits for the first mail to an address that is as wanted. */
  mailTo(address: string, wanted: (mail: Mail) => boolean): Promise<Mail>;
  /** Stops the home and starts it again on what it has kept. */
  restart(options?: Partial<HomeOptions>): Promise<void>;
}

export interface TestUser {
  readonly credential: Credential;
  readonly tokens: Tokens;
  readonly client: Client;
  /** Milliseconds that a step of a session may take where this user is; a minute unless told. */
  readonly patience?: number;
}

const Mail = z.looseObject({
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
});
export type Mail = z.infer<typeof Mail>;

const root = resolve(import.meta.dirname, '..', '..');
export const samplePhoto = join(root, 'local', 'sample', 'coffee.png');
export const sampleMask = join(root, 'test', 'fixtures', 'coffee-cup-mask.png');

/** Milliseconds that a step of a session may take on a busy machine. */
const patience = 60_000;

/** @param settings of `infra/config.ts` that differ from their defaults; each set is synthesized once */
export async function startTestHome(
  settings?: HomeOptions['settings'],
  options: Partial<HomeOptions> = {},
): Promise<TestHome> {
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-e2e-'));
  const all: HomeOptions = { folder, port: 'free', ...(settings && { settings }), ...options };
  let home = await startHome(all);
  const addresses = () => ({ ...home.urls, clientId: home.clientId });
  let users = 0;
  return {
    get home() {
      return home;
    },
    mailsTo: (address) => readMails(addresses(), address),
    mailTo: (address, wanted) => awaitMail(addresses(), address, wanted),
    newUser: () => {
      users += 1;
      return signUpAt(addresses(), {
        email: `user-${users}@example.com`,
        password: `Secret-of-user-${users}`,
      });
    },
    signUp: (credential) => signUpAt(addresses(), credential),
    signIn: (credential) => signInAt(addresses(), credential),
    restart: async (changes = {}) => {
      await home.close();
      home = await startHome({ ...all, ...changes });
    },
    [Symbol.asyncDispose]: async () => {
      await home.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Starts a session on the sample photo and waits until a mask is wanted. */
export async function untilMask(user: TestUser, photo = samplePhoto): Promise<StatusResponse> {
  const jobId = await startSession(user.client, await readPhoto(photo), within(user));
  return untilMaskWanted(user.client, jobId, watcher(user));
}

/** Hands the mask in, by default that of the cup, and asks for a small model. */
export async function giveMask(
  user: TestUser,
  waiting: StatusResponse,
  mask: string = sampleMask,
): Promise<void> {
  await handInMask(user.client, waiting, await readMask(mask), { quality: 'low' }, watcher(user));
}

/** Waits until a session has reached a status. */
export function untilStatus(
  user: TestUser,
  jobId: string,
  done: (status: StatusResponse) => boolean,
): Promise<StatusResponse> {
  return user.client.waitFor(jobId, done, within(user));
}

/** Asks again and again until there is something. */
export async function eventually<T>(
  ask: () => Promise<T | undefined>,
  what: string,
  milliseconds = patience,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what} did not come within ${milliseconds / 1_000} s.`);
    await new Promise((next) => setTimeout(next, 100));
  }
}

function within(user: TestUser) {
  return { signal: AbortSignal.timeout(user.patience ?? patience) };
}

function watcher(user: TestUser) {
  return { ...within(user), onStatus: () => {} };
}

/** Signs a new user up. */
export async function signUpAt(at: Addresses, credential: Credential): Promise<TestUser> {
  const readCode = async (address: string) => {
    const { text } = await awaitMail(at, address, (mail) => codeIn(mail.text) !== undefined);
    return codeIn(text) ?? '';
  };
  return userOf(at, credential, await signUp(at, credential, readCode));
}

/** Signs a known user in. */
export async function signInAt(at: Addresses, credential: Credential): Promise<TestUser> {
  return userOf(at, credential, await signInOnPages(at, credential));
}

function userOf({ api }: Addresses, credential: Credential, tokens: Tokens): TestUser {
  return { credential, tokens, client: createClient({ apiUrl: api, token: async () => tokens.idToken }) };
}

function awaitMail(at: Addresses, address: string, wanted: (mail: Mail) => boolean): Promise<Mail> {
  return eventually(async () => (await readMails(at, address)).find(wanted), `A mail to ${address}`);
}

async function readMails({ inbox }: Addresses, address: string): Promise<Mail[]> {
  const url = new URL(inbox);
  url.pathname = '/inbox.json';
  const { mails } = z.object({ mails: z.array(Mail) }).parse(await (await fetch(url)).json());
  return mails.filter((mail) => mail.to.includes(address)).reverse();
}

function codeIn(text: string): string | undefined {
  return /\bcode is (\d{6})\b/.exec(text)?.[1];
}
