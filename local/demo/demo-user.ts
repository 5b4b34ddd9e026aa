import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Tokens } from '#client/sign-in/authorization.ts';
import type { Issuer } from '#client/sign-in/issuer.ts';
import { PageError } from '../scripted-user/http-browser.ts';
import { awaitCode, type InboxClient } from '../scripted-user/inbox-client.ts';
import { type Credential, signInOnPages, signUp } from '../scripted-user/sign-in.ts';

const StoredUser = z.object({ email: z.email(), password: z.string().min(1) });

/** The demo's user, signed in. */
export interface DemoUser {
  readonly credential: Credential;
  readonly tokens: Tokens;
  /** Whether this run created the account. */
  readonly isNew: boolean;
}

/**
 * Signs in the demo's user, and creates the account on the first run.
 * @param file stores email and password
 */
export async function signInDemoUser(
  issuer: Issuer,
  inbox: Pick<InboxClient, 'emailsTo'>,
  file: string,
): Promise<DemoUser> {
  const stored = await readStored(file);
  const known = stored && (await signInIfKnown(issuer, stored));
  if (stored !== undefined && known !== undefined) return { credential: stored, tokens: known, isNew: false };
  const credential = stored ?? newCredential();
  // Stored before the account exists, so that an interrupted run does not lose the password.
  await writeFile(file, `${JSON.stringify(credential, null, 2)}\n`, { mode: 0o600 });
  const tokens = await signUp(issuer, credential, (email) => awaitCode(inbox, email));
  return { credential, tokens, isNew: true };
}

function newCredential(): Credential {
  return { email: 'demo@example.com', password: `Demo-${randomBytes(9).toString('base64url')}-7x` };
}

async function signInIfKnown(issuer: Issuer, credential: Credential): Promise<Tokens | undefined> {
  try {
    return await signInOnPages(issuer, credential);
  } catch (error) {
    if (error instanceof PageError) return undefined;
    throw error;
  }
}

async function readStored(file: string): Promise<Credential | undefined> {
  try {
    return StoredUser.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
