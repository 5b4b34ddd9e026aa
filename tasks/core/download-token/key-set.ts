import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { parseJson } from '#contracts/json.ts';
import { secrets } from '../clients.ts';
import { ConfigurationError } from '../errors.ts';

/** Signing keys by id. New tokens use the current one. */
export interface KeySet {
  readonly current: string;
  readonly byId: ReadonlyMap<string, string>;
}

/**
 * `{"current": "k2", "k1": "…", "k2": "…"}`. Rotation adds a key and sets `current` to it. A plain text secret is the
 * single key `k1`.
 */
const DownloadTokenSecret = z.record(
  z.string().check(z.regex(/^[A-Za-z0-9_-]{1,32}$/)),
  z.string().check(z.minLength(1)),
);
const minKeyLength = 32;

/** Milliseconds that keys are cached, and between two reads for an unknown key id. */
const cacheLife = 300_000;
const unknownKeyPause = 10_000;

let cached: { readonly secretId: string; readonly keys: KeySet; readonly readAt: number } | undefined;

/** The keys, read again after some minutes, or when a token has an unknown key id. */
export async function downloadTokenKeys(secretId: string, keyId?: string): Promise<KeySet> {
  if (cached?.secretId === secretId) {
    const age = Date.now() - cached.readAt;
    const known = keyId === undefined || cached.keys.byId.has(keyId);
    if (age < (known ? cacheLife : unknownKeyPause)) return cached.keys;
  }
  const found = await secrets.send(new GetSecretValueCommand({ SecretId: secretId }));
  const keys = parseKeySet(found.SecretString ?? '');
  cached = { secretId, keys, readAt: Date.now() };
  return keys;
}

/** @throws ConfigurationError when the secret is invalid. The message never contains its text. */
export function parseKeySet(text: string): KeySet {
  const content = text.startsWith('{') ? parseJson(text) : { current: 'k1', k1: text };
  const parsed = DownloadTokenSecret.safeParse(content);
  if (!parsed.success) throw broken('it is not an object of keys by id');
  const { current, ...keys } = parsed.data;
  const byId = new Map(Object.entries(keys));
  if (current === undefined || !byId.has(current)) throw broken('"current" does not name one of its keys');
  if ([...byId.values()].some((key) => key.length < minKeyLength)) {
    throw broken(`a key is shorter than ${minKeyLength} characters`);
  }
  return { current, byId };
}

function broken(why: string): ConfigurationError {
  return new ConfigurationError(
    'TicketSecretInvalid',
    `The secret of the download tokens is invalid: ${why}.`,
  );
}
