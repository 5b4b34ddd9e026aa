import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMask, readPhoto } from '#client/files.ts';
import { startSession, submitMask, untilMaskWanted } from '#client/session.ts';
import type { StatusResponse } from '#contracts/api.ts';
import {
  type EnvironmentOptions,
  type LocalEnvironment,
  startEnvironment,
} from '#local/environment/environment.ts';
import { awaitEmail, inboxAt, type ReceivedEmail } from '#local/scripted-user/inbox-client.ts';
import type { Credential } from '#local/scripted-user/sign-in.ts';
import { sampleMask, samplePhoto } from '#local/testing/sample-images.ts';
import { signInAt, signUpAt, type TestUser } from '#local/testing/users.ts';

/** A local environment in a temporary folder, on free ports. Disposing it deletes the folder. */
export interface TestEnvironment extends AsyncDisposable {
  readonly environment: LocalEnvironment;
  /** Creates an account for a new user. */
  newUser(): Promise<TestUser>;
  /** Creates an account with a given email and password. */
  signUp(credential: Credential): Promise<TestUser>;
  /** Signs in a user who has an account. */
  signIn(credential: Credential): Promise<TestUser>;
  /** Emails to an address so far, oldest first. */
  emailsTo(address: string): Promise<readonly ReceivedEmail[]>;
  /** Waits for an email to an address. */
  emailTo(address: string, matches: (email: ReceivedEmail) => boolean): Promise<ReceivedEmail>;
  /** Stops the environment and starts it on the same folder. */
  restart(options?: Partial<EnvironmentOptions>): Promise<void>;
}

/** Milliseconds that a step of a session may take on a busy computer. */
const patience = 60_000;

/**
 * Starts a local environment for a test.
 * @param settings of `infra/config.ts` that differ from their defaults; each set is synthesized once
 * @example
 * await using here = await startTestEnvironment({ times: { task: 5 } });
 * const user = await here.newUser();
 * const waiting = await untilMask(user);
 */
export async function startTestEnvironment(
  settings?: EnvironmentOptions['settings'],
  options: Partial<EnvironmentOptions> = {},
): Promise<TestEnvironment> {
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-e2e-'));
  const all: EnvironmentOptions = { folder, port: 'free', ...(settings && { settings }), ...options };
  let environment = await startEnvironment(all);
  const inbox = () => inboxAt(environment.urls.inbox);
  let users = 0;
  return {
    get environment() {
      return environment;
    },
    emailsTo: (address) => inbox().emailsTo(address),
    emailTo: (address, matches) => awaitEmail(inbox(), address, matches),
    newUser: () => {
      users += 1;
      return signUpAt(environment, {
        email: `user-${users}@example.com`,
        password: `Secret-of-user-${users}`,
      });
    },
    signUp: (credential) => signUpAt(environment, credential),
    signIn: (credential) => signInAt(environment, credential),
    restart: async (changes = {}) => {
      await environment.close();
      environment = await startEnvironment({ ...all, ...changes });
    },
    [Symbol.asyncDispose]: async () => {
      await environment.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Starts a session and waits until it needs a mask. @param photo file, by default the sample photo */
export async function untilMask(user: TestUser, photo = samplePhoto): Promise<StatusResponse> {
  const jobId = await startSession(user.client, await readPhoto(photo), within(user));
  return untilMaskWanted(user.client, jobId, watcher(user));
}

/** Submits a mask, by default that of the cup, and asks for a small model. */
export async function giveMask(
  user: TestUser,
  waiting: StatusResponse,
  mask: string = sampleMask,
): Promise<void> {
  await submitMask(user.client, waiting, await readMask(mask), { quality: 'low' }, watcher(user));
}

/** Waits until a session's status matches. */
export function untilStatus(
  user: TestUser,
  jobId: string,
  done: (status: StatusResponse) => boolean,
): Promise<StatusResponse> {
  return user.client.waitFor(jobId, done, within(user));
}

/** Polls until `ask` returns a value. @throws Error when the time is over */
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
