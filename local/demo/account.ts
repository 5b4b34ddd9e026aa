import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Tokens } from '#client/sign-in/authorization.ts';
import type { Issuer } from '#client/sign-in/issuer.ts';
import { awaitMail, codeIn, type Mailbox } from './mailbox.ts';
import { type Credential, signInOnPages, signUp } from './user.ts';

const Kept = z.object({ email: z.email(), password: z.string().min(1) });

/** Signs the demo's user in; at the first time, signs them up. @param file keeps address and password */
export async function signInDemoUser(
  issuer: Issuer,
  mailbox: Mailbox,
  file: string,
): Promise<{ user: Credential; tokens: Tokens; isNew: boolean }> {
  const kept = await readKept(file);
  if (kept !== undefined) return { user: kept, tokens: await signInOnPages(issuer, kept), isNew: false };
  const user = { email: 'demo@example.com', password: `Demo-${randomBytes(9).toString('base64url')}-7x` };
  const tokens = await signUp(issuer, user, async (email) => {
    const mail = await awaitMail(mailbox, email, (each) => codeIn(each) !== undefined);
    return codeIn(mail) ?? '';
  });
  await writeFile(file, `${JSON.stringify(user, null, 2)}\n`, { mode: 0o600 });
  return { user, tokens, isNew: true };
}

async function readKept(file: string): Promise<Credential | undefined> {
  try {
    return Kept.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
