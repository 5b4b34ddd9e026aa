import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../files.ts';

const SignIn = z.object({
  apiUrl: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  idToken: z.string(),
  refreshToken: z.string().optional(),
  /** Epoch seconds. */
  expiresAt: z.number(),
  email: z.string().optional(),
});
/** One stored sign-in. */
export type SignIn = z.infer<typeof SignIn>;

/** The user's sign-ins, one file per API, readable only by the user. */
export interface SignInStore {
  read(apiUrl: string): Promise<SignIn | undefined>;
  write(signIn: SignIn): Promise<void>;
  /** @returns whether there was one */
  remove(apiUrl: string): Promise<boolean>;
}

/** `$XDG_CONFIG_HOME/gen3d`, by default `~/.config/gen3d`. */
export function configFolder(env: Readonly<Record<string, string | undefined>>): string {
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'gen3d');
}

export function openSignInStore(folder: string): SignInStore {
  const fileOf = (apiUrl: string) =>
    join(folder, `sign-in-${createHash('sha256').update(apiUrl).digest('hex').slice(0, 16)}.json`);
  return {
    read: async (apiUrl) => parse(await readIfThere(fileOf(apiUrl))),
    write: async (signIn) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeAtomically(fileOf(signIn.apiUrl), JSON.stringify(signIn, null, 2), { mode: 0o600 });
    },
    remove: async (apiUrl) => {
      const there = (await readIfThere(fileOf(apiUrl))) !== undefined;
      await rm(fileOf(apiUrl), { force: true });
      return there;
    },
  };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** An unreadable file counts as no sign-in. Signing in overwrites it. */
function parse(text: string | undefined): SignIn | undefined {
  if (text === undefined) return undefined;
  try {
    return SignIn.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
