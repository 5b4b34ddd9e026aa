import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Tokens } from '#client/sign-in/authorization.ts';
import type { Issuer } from '#client/sign-in/issuer.ts';
import { PageError } from './form-browser.ts';
import { awaitMail, codeIn, type Mailbox } from './mailbox.ts';
import { type Credential, signInOnPages, signUp } from './user.ts';

const Kept = z.object({ email: z.email(), password: z.string().min(1) });

/** The demo's user, signed in. */
export interface Account {
  readonly user: Credential;
  readonly tokens: Tokens;
  readonly isNew: boolean;
}

/** Signs the demo's user in; at the first time, signs them up. @param file keeps address and password */
export async function signInDemoUser(issuer: Issuer, mailbox: Mailbox, file: string): Promise<Account> {
  const kept = await readKept(file);
  const tokens = kept && (await signInIfKnown(issuer, kept));
  if (kept !== undefined && tokens !== undefined) return { user: kept, tokens, isNew: false };
  const user = kept ?? newUser();
  // Kept before the account is there, so that a run that is stopped in between does not lose the password.
  await writeFile(file, `${JSON.stringify(user, null, 2)}\n`, { mode: 0o600 });
  return { user, tokens: await signUp(issuer, user, (email) => mailedCode(mailbox, email)), isNew: true };
}

function newUser(): Credential {
  return { email: 'demo@example.com', password: `Demo-${randomBytes(9).toString('base64url')}-7x` };
}

async function signInIfKnown(issuer: Issuer, user: Credential): Promise<Tokens | undefined> {
  try {
    return await signInOnPages(issuer, user);
  } catch (error) {
    if (error instanceof PageError) return undefined;
    throw error;
  }
}

async function mailedCode(mailbox: Mailbox, email: string): Promise<string> {
  const mail = await awaitMail(mailbox, email, (each) => codeIn(each) !== undefined);
  return codeIn(mail) ?? '';
}

async function readKept(file: string): Promise<Credential | undefined> {
  try {
    return Kept.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
