import type { IncomingHttpHeaders } from 'node:http';
import { getCanonicalHeaders, getCanonicalQuery } from '@smithy/signature-v4';
import { parseQuery, type Query } from '../http/query.ts';
import type { Credentials } from '../service.ts';
import { hmac, sameSecret, sha256Hex } from './digests.ts';
import { algorithm, type Presented, parseLongDate, readPresented } from './presented.ts';
import { SignatureError } from './signature-error.ts';

/**
 * Verifies Signature Version 4.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */

const clockSkewSeconds = 15 * 60;

/** The request as the client sent it; `url` is the raw request target. */
export interface SignedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** What the client must have signed with. */
export interface Expected {
  readonly credentials: Credentials;
  readonly region: string;
  /** Signing name: `s3`, `dynamodb`, `states`, … */
  readonly service: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Parts of a valid signature, for verifying chunk signatures. */
export interface Verified {
  readonly presigned: boolean;
  readonly signature: string;
  readonly scope: string;
  /** `20261122T210000Z` */
  readonly longDate: string;
  readonly signingKey: Buffer;
}

/**
 * Verifies a header-signed or presigned request, but not its body.
 * @param payloadHash the body's entry in the canonical request: its SHA-256 in hex, or for S3 the declared
 *   `x-amz-content-sha256` (`UNSIGNED-PAYLOAD` in a presigned request)
 * @throws SignatureError
 */
export function verifySignature(request: SignedRequest, payloadHash: string, expected: Expected): Verified {
  const { path, query } = splitTarget(request.url);
  const presented = readPresented(request.headers, query);
  const scope = checkScope(presented, expected);
  checkTime(presented, expected.now);
  checkSignedHeaders(presented, request.headers);
  const canonical = canonicalRequest(request, path, query, presented.signedHeaders, payloadHash, expected);
  const signingKey = signingKeyOf(expected.credentials, scope);
  const stringToSign = [algorithm, presented.longDate, scope, sha256Hex(canonical)].join('\n');
  if (!sameSecret(hmac(signingKey, stringToSign).toString('hex'), presented.signature))
    throw new SignatureError('mismatch', 'The signature does not match the request and the key.');
  const { presigned, signature, longDate } = presented;
  return { presigned, signature, scope, longDate, signingKey };
}

/** True when the request carries its signature in the query. */
export function isPresigned(url: string): boolean {
  return splitTarget(url).query['X-Amz-Signature'] !== undefined;
}

/**
 * Verifies a signature over a text, as presigned POST signs its policy.
 * @param credential `key/date/region/service/aws4_request`
 * @throws SignatureError
 */
export function verifyText(
  presented: { text: string; credential: string; signature: string; longDate: string },
  expected: Expected,
): void {
  const { credential, signature, longDate } = presented;
  const scope = checkScope({ credential, longDate }, expected);
  const good = hmac(signingKeyOf(expected.credentials, scope), presented.text).toString('hex');
  if (!sameSecret(good, signature))
    throw new SignatureError('mismatch', 'The signature does not match the policy and the key.');
}

function splitTarget(url: string): { path: string; query: Query } {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = parseQuery(mark < 0 ? '' : url.slice(mark + 1));
  if (query === undefined) throw new SignatureError('malformed', 'The query string is not valid UTF-8.');
  return { path, query };
}

function checkScope(presented: Pick<Presented, 'credential' | 'longDate'>, expected: Expected): string {
  const [key = '', ...scope] = presented.credential.split('/');
  if (!sameSecret(key, expected.credentials.accessKeyId))
    throw new SignatureError('unknown-key', 'The access key is not valid for this local environment.');
  const right = [presented.longDate.slice(0, 8), expected.region, expected.service, 'aws4_request'];
  if (scope.join('/') !== right.join('/'))
    throw new SignatureError('wrong-scope', `The signature must be made for ${right.slice(1).join('/')}.`);
  return scope.join('/');
}

function checkTime(presented: Presented, now: number): void {
  const signedAt = parseLongDate(presented.longDate);
  if (signedAt === undefined) throw new SignatureError('malformed', 'X-Amz-Date is not a date.');
  const age = (now - signedAt) / 1000;
  const { expiresSeconds } = presented;
  if (expiresSeconds !== undefined && age > expiresSeconds)
    throw new SignatureError('expired', 'Request has expired.');
  if (age < -clockSkewSeconds || (expiresSeconds === undefined && age > clockSkewSeconds))
    throw new SignatureError('skewed', 'The request was signed more than 15 minutes away from now.');
}

/** Host and every x-amz-* header must be signed, or someone else could add them. */
function checkSignedHeaders(presented: Presented, headers: IncomingHttpHeaders): void {
  const mandatory = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  const unsigned = mandatory.filter((name) => !presented.signedHeaders.includes(name));
  if (unsigned.length > 0)
    throw new SignatureError('headers-not-signed', `These headers must be signed: ${unsigned.join(', ')}.`);
}

function canonicalRequest(
  request: SignedRequest,
  path: string,
  query: Query,
  signedHeaders: readonly string[],
  payloadHash: string,
  expected: Expected,
): string {
  const sent = Object.fromEntries(signedHeaders.map((name) => [name, headerText(request.headers[name])]));
  const { 'X-Amz-Signature': _, ...signedQuery } = query;
  const { method } = request;
  const parts = { method, path, headers: sent, query: signedQuery, protocol: 'http:', hostname: '' };
  const headers = getCanonicalHeaders(parts, undefined, new Set(signedHeaders));
  return [
    method,
    expected.service === 's3' ? path : path.split('/').map(escapeSegment).join('/'),
    getCanonicalQuery(parts),
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    '',
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

function headerText(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}

/** All services but S3 sign the path with one more layer of encoding. */
function escapeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A derived key is valid for a day, and deriving it costs more than the rest of the verification. */
const derivedKeys = new Map<string, Buffer>();
const maxDerivedKeys = 32;

function signingKeyOf({ secretAccessKey }: Credentials, scope: string): Buffer {
  const name = `${scope} ${secretAccessKey}`;
  const known = derivedKeys.get(name);
  if (known !== undefined) return known;
  const [date = '', ...rest] = scope.split('/');
  const key = rest.reduce((derived, part) => hmac(derived, part), hmac(`AWS4${secretAccessKey}`, date));
  if (derivedKeys.size >= maxDerivedKeys) derivedKeys.clear();
  derivedKeys.set(name, key);
  return key;
}
