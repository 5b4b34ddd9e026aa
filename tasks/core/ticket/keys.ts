import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { secrets } from '../clients/secrets.ts';
import { ConfigurationError } from '../errors.ts';

/** Keys that tickets are signed with, by id; new tickets take the current one. */
export interface TicketKeys {
  readonly current: string;
  readonly byId: ReadonlyMap<string, string>;
}

/**
 * `{"current": "k2", "k1": "…", "k2": "…"}`: rotate by adding a key and moving `current` to it. A secret that is
 * plain text is the one key `k1`.
 */
const TicketSecret = z.record(
  z.string().check(z.regex(/^[A-Za-z0-9_-]{1,32}$/)),
  z.string().check(z.minLength(1)),
);
const minKeyLength = 32;

/** Milliseconds that keys are kept in memory, and for which an unknown key id does not ask again. */
const cacheLife = 300_000;
const unknownKeyPause = 10_000;

let cached: { readonly secretId: string; readonly keys: TicketKeys; readonly readAt: number } | undefined;

/** The keys, read again after some minutes, or when somebody shows a key id that is not known yet. */
export async function ticketKeys(secretId: string, keyId?: string): Promise<TicketKeys> {
  if (cached?.secretId === secretId) {
    const age = Date.now() - cached.readAt;
    const known = keyId === undefined || cached.keys.byId.has(keyId);
    if (age < (known ? cacheLife : unknownKeyPause)) return cached.keys;
  }
  const found = await secrets.send(new GetSecretValueCommand({ SecretId: secretId }));
  const keys = parseTicketKeys(found.SecretString ?? '');
  cached = { secretId, keys, readAt: Date.now() };
  return keys;
}

/** @throws ConfigurationError when the secret has another form; its text is never repeated */
export function parseTicketKeys(text: string): TicketKeys {
  const content = text.startsWith('{') ? parseJson(text) : { current: 'k1', k1: text };
  const parsed = TicketSecret.safeParse(content);
  if (!parsed.success) throw broken('it is not an object of keys by id');
  const { current, ...keys } = parsed.data;
  const byId = new Map(Object.entries(keys));
  if (current === undefined || !byId.has(current)) throw broken('"current" does not name one of its keys');
  if ([...byId.values()].some((key) => key.length < minKeyLength)) {
    throw broken(`a key is shorter than ${minKeyLength} characters`);
  }
  return { current, byId };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function broken(why: string): ConfigurationError {
  return new ConfigurationError(
    'TicketSecretInvalid',
    `The secret of the download tickets is wrong: ${why}.`,
  );
}
