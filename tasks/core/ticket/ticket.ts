import { createHmac, timingSafeEqual } from 'node:crypto';
import { JobId } from '../contracts/common.ts';
import { GoneError, NotFoundError } from '../errors.ts';
import { epochIn } from '../time.ts';
import type { TicketKeys } from './keys.ts';

const purpose = 'gen3d-download';

interface Claim {
  readonly keyId: string;
  readonly jobId: string;
  /** Epoch seconds. */
  readonly expires: number;
}

/** A download ticket: `{key id}.{job id}.{expiry}.{signature}`. Reusable until it expires. */
export function signTicket(keys: TicketKeys, jobId: string, seconds: number): string {
  const secret = keys.byId.get(keys.current);
  if (secret === undefined) throw new RangeError('The current ticket key is not among the keys.');
  const claim = { keyId: keys.current, jobId, expires: epochIn(seconds) };
  return `${claim.keyId}.${claim.jobId}.${claim.expires}.${signatureOf(secret, claim).toString('base64url')}`;
}

/**
 * The job that a ticket opens.
 * @throws NotFoundError when it was not made with one of these keys, GoneError when its time is over
 */
export function readTicket(keys: TicketKeys, ticket: string): string {
  const [keyId = '', jobId = '', expires = '', signature = '', ...rest] = ticket.split('.');
  const claim = { keyId, jobId, expires: Number(expires) };
  const secret = keys.byId.get(keyId);
  const wellFormed = rest.length === 0 && JobId.safeParse(jobId).success && /^\d{1,12}$/.test(expires);
  if (secret === undefined || !wellFormed || !matches(signature, signatureOf(secret, claim)))
    throw noTicket();
  if (claim.expires <= epochIn(0)) {
    throw new GoneError('TicketExpired', 'This link has expired: sign in to download the model.');
  }
  return jobId;
}

/** Id of the key that a ticket says it was made with; nothing is verified yet. */
export function keyIdOf(ticket: string): string {
  return ticket.split('.', 1)[0] ?? '';
}

/** One answer for every ticket that opens nothing. */
export function noTicket(): NotFoundError {
  return new NotFoundError('TicketInvalid', 'This link does not lead to a model: sign in to find yours.');
}

function signatureOf(secret: string, { keyId, jobId, expires }: Claim): Buffer {
  return createHmac('sha256', secret)
    .update(JSON.stringify([purpose, keyId, jobId, expires]))
    .digest();
}

/** In constant time; the text must be the very encoding of the bytes, so that a ticket has one form only. */
function matches(text: string, expected: Buffer): boolean {
  const given = Buffer.from(text);
  const wanted = Buffer.from(expected.toString('base64url'));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
