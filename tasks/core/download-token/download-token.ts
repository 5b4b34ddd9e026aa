import { createHmac, timingSafeEqual } from 'node:crypto';
import { JobId } from '#contracts/common.ts';
import { GoneError, NotFoundError } from '../errors.ts';
import { epochIn } from '../time.ts';
import type { KeySet } from './key-set.ts';

const purpose = 'gen3d-download';

interface Claim {
  readonly keyId: string;
  readonly jobId: string;
  /** Epoch seconds. */
  readonly expires: number;
}

/**
 * A download token: `{key id}.{job id}.{expiry}.{signature}`. Reusable until it expires, since mail scanners prefetch
 * links.
 * @param seconds until it expires
 * @example signDownloadToken(await downloadTokenKeys(secretId), 'gen3d-…', 86_400)
 */
export function signDownloadToken(keys: KeySet, jobId: string, seconds: number): string {
  const secret = keys.byId.get(keys.current);
  if (secret === undefined) throw new RangeError('The current key is not among the keys.');
  const claim = { keyId: keys.current, jobId, expires: epochIn(seconds) };
  return `${claim.keyId}.${claim.jobId}.${claim.expires}.${signatureOf(secret, claim).toString('base64url')}`;
}

/**
 * The job that a download token is for.
 * @throws NotFoundError when none of these keys signed it, GoneError when it has expired
 */
export function verifyDownloadToken(keys: KeySet, ticket: string): string {
  const [keyId = '', jobId = '', expires = '', signature = '', ...rest] = ticket.split('.');
  const claim = { keyId, jobId, expires: Number(expires) };
  const secret = keys.byId.get(keyId);
  const wellFormed = rest.length === 0 && JobId.safeParse(jobId).success && /^\d{1,12}$/.test(expires);
  if (secret === undefined || !wellFormed || !matches(signature, signatureOf(secret, claim)))
    throw invalidDownloadToken();
  if (claim.expires <= epochIn(0)) {
    throw new GoneError('TicketExpired', 'This link has expired. Sign in to download the model.');
  }
  return jobId;
}

/** The key id that a token claims. Nothing is verified yet. */
export function keyIdOf(ticket: string): string {
  return ticket.split('.', 1)[0] ?? '';
}

/** One error for every invalid token. */
export function invalidDownloadToken(): NotFoundError {
  return new NotFoundError('TicketInvalid', "This link isn't valid. Sign in to find your model.");
}

function signatureOf(secret: string, { keyId, jobId, expires }: Claim): Buffer {
  return createHmac('sha256', secret)
    .update(JSON.stringify([purpose, keyId, jobId, expires]))
    .digest();
}

/** Compares in constant time. The text must be the exact encoding, so that a token has only one form. */
function matches(text: string, expected: Buffer): boolean {
  const given = Buffer.from(text);
  const wanted = Buffer.from(expected.toString('base64url'));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
