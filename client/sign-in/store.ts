import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

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
/** One kept sign-in. */
export type SignIn = z.infer<typeof SignIn>;

/** The user's sign-ins, one file per API, readable by the user alone. */
export interface SignInStore {
  read(apiUrl: string): Promise<SignIn | undefined>;
  write(signIn: SignIn): Promise<void>;
  /** True when there was one. */
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
      // A name of its own until it is whole, so that two commands at once never read half a file.
      const draft = join(folder, `.${randomUUID()}.json`);
      await writeFile(draft, JSON.stringify(signIn, null, 2), { mode: 0o600 });
      await rename(draft, fileOf(signIn.apiUrl));
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

/** A file that cannot be read counts as no sign-in: signing in again writes it anew. */
function parse(text: string | undefined): SignIn | undefined {
  if (text === undefined) return undefined;
  try {
    return SignIn.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
