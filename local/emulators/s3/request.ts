import type { IncomingMessage } from 'node:http';
import { AwsError } from '../http/aws-error.ts';
import { decodePercent, parseQuery, type Query } from '../http/query.ts';
import type { ServiceOptions } from '../service.ts';
import { SignatureError } from '../signature/signature-error.ts';
import { isPresigned, type Verified, verifySignature } from '../signature/verify.ts';
import { invalidArgument, s3SignatureError } from './errors.ts';

/** A bucket of the template. */
export interface Bucket {
  readonly name: string;
  readonly versioned: boolean;
  /** Allowed origins of web pages; `*` allows all. */
  readonly corsOrigins: readonly string[];
}

/** Bucket and key of a path-style request; `key` is empty for the bucket itself. */
export interface Target {
  readonly bucket: string;
  readonly key: string;
  readonly query: Query;
}

/** @throws AwsError InvalidURI, KeyTooLongError */
export function readTarget(url: string): Target {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = parseQuery(mark < 0 ? '' : url.slice(mark + 1));
  const parts = /^\/([^/]*)(?:\/(.*))?$/s.exec(decodePercent(path) ?? '');
  if (query === undefined || parts === null)
    throw new AwsError(400, 'InvalidURI', "Couldn't parse the specified URI.");
  const { 1: bucket = '', 2: key = '' } = parts;
  return { bucket, key: checkKey(key), query };
}

/** @throws AwsError KeyTooLongError */
export function checkKey(key: string): string {
  if (Buffer.byteLength(key) > 1024)
    throw new AwsError(400, 'KeyTooLongError', 'Your key is too long. At most 1,024 bytes are allowed.');
  return key;
}

/** One query parameter. @throws AwsError when it is repeated */
export function parameter(query: Query, name: string): string | undefined {
  const value = query[name];
  if (Array.isArray(value)) throw invalidArgument(name, `${name} may be given only once.`);
  return value;
}

/** One header. Presigned requests may carry it in the query. @throws AwsError InvalidArgument */
export function header(request: IncomingMessage, query: Query, name: string): string | undefined {
  const sent = request.headers[name];
  if (sent !== undefined) return Array.isArray(sent) ? sent[0] : sent;
  const value = parameter(query, name) ?? parameter(query, canonicalName(name));
  return value === undefined ? undefined : headerText(name, value);
}

/** Text as a header carries it: UTF-8 bytes. @throws AwsError InvalidArgument for control characters */
export function headerText(name: string, value: string): string {
  if (/\p{Cc}/u.test(value)) throw invalidArgument(name, 'Control characters are not allowed.');
  return Buffer.from(value, 'utf8').toString('latin1');
}

/**
 * Verifies the signature; the body is verified while it is read.
 * @throws AwsError as S3 names it
 */
export function authorize(
  request: IncomingMessage,
  query: Query,
  options: Pick<ServiceOptions, 'credentials' | 'region'>,
): Verified {
  const { method = 'GET', url = '/', headers } = request;
  const { credentials, region } = options;
  const expected = { credentials, region, service: 's3', now: Date.now() };
  try {
    const declared = isPresigned(url)
      ? (parameter(query, 'X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD')
      : headers['x-amz-content-sha256'];
    return verifySignature({ method, url, headers }, String(declared), expected);
  } catch (error) {
    throw error instanceof SignatureError ? s3SignatureError(error) : error;
  }
}

/** SDKs write `x-amz-meta-a` in a query as it is, or as `X-Amz-Meta-A`. */
function canonicalName(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
