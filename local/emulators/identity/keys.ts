import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { EnvironmentError } from '../../errors.ts';
import { readIfPresent, writeAtomically } from '../storage/files.ts';

const PublicKey = z.object({
  kid: z.string(),
  kty: z.literal('RSA'),
  alg: z.literal('RS256'),
  use: z.literal('sig'),
  n: z.string(),
  e: z.string(),
});
/** A key set without its private parts (RFC 7517). */
export type PublicKeys = { keys: z.infer<typeof PublicKey>[] };

const Keys = z.object({
  /** Signs ID tokens: one RSA key with its private part. */
  jwks: z.object({ keys: z.array(z.looseObject(PublicKey.shape)).min(1) }),
  /** Signs cookies. */
  cookies: z.array(z.string()).min(1),
});
export type Keys = z.infer<typeof Keys>;

/**
 * Reads the issuer's keys. The first start creates them in a file that only its owner can read.
 * @throws EnvironmentError `KeysUnreadable`
 */
export async function openKeys(path: string): Promise<Keys> {
  const text = await readIfPresent(path);
  if (text === undefined) return makeKeys(path);
  try {
    return Keys.parse(JSON.parse(text));
  } catch {
    throw new EnvironmentError(
      'KeysUnreadable',
      `${path} holds no valid keys. Restore it, or start with --fresh, after which everyone must sign up again.`,
      { path },
    );
  }
}

/** The public keys, which verify the issuer's signatures. */
export function publicKeysOf({ jwks }: Keys): PublicKeys {
  return { keys: jwks.keys.map((key) => PublicKey.parse(key)) };
}

async function makeKeys(path: string): Promise<Keys> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2_048, extractable: true });
  const kid = randomBytes(12).toString('base64url');
  const keys = Keys.parse({
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' }] },
    cookies: [randomBytes(32).toString('base64url')],
  });
  await writeAtomically(path, JSON.stringify(keys));
  return keys;
}
