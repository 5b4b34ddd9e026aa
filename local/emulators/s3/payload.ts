import type { IncomingMessage } from 'node:http';
import { AwsError } from '../http/aws-error.ts';
import type { Verified } from '../signature/verify.ts';
import { declaredChecksum, headerOf, verifyChecksum, verifyHash } from './checksums.ts';
import { decodeChunked } from './chunked.ts';
import { tooLarge } from './errors.ts';

/** S3's own limit for one PUT, bytes. */
export const maxObjectBytes = 5 * 1024 ** 3;

/** An upload's decoded bytes, verified by the time they end. */
export interface Payload {
  readonly body: AsyncIterable<Uint8Array>;
  /** The checksum sent with the body, stored with the object. It is known once the body has ended. */
  checksum(): Record<string, string>;
}

/**
 * Reads the body of a PUT. Errors occur while it is read.
 * @throws AwsError BadDigest, IncompleteBody, EntityTooLarge, …
 */
export function readPayload(request: IncomingMessage, verified: Verified): Payload {
  const trailers = new Map<string, string>();
  const declared = declaredChecksum(request.headers, trailers);
  const md5 = request.headers['content-md5'];
  let body = limitBytes(decode(request, verified, trailers), maxObjectBytes);
  if (declared) body = verifyChecksum(body, declared);
  if (typeof md5 === 'string')
    body = verifyHash(body, { hash: 'md5', encoding: 'base64', value: md5, code: 'BadDigest' });
  const checksum = () => {
    const value = declared?.value();
    return declared && value !== undefined ? { [headerOf(declared.algorithm)]: value } : {};
  };
  return { body, checksum };
}

/** Passes at most `limit` bytes through. @throws AwsError EntityTooLarge as soon as there are more */
export async function* limitBytes(
  body: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    yield chunk;
  }
}

function decode(
  request: IncomingMessage,
  verified: Verified,
  trailers: Map<string, string>,
): AsyncIterable<Uint8Array> {
  const raw = completeBody(request);
  const declared = request.headers['x-amz-content-sha256'];
  if (verified.presigned || declared === 'UNSIGNED-PAYLOAD') return raw;
  if (declared === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER')
    return decodedLength(request, decodeChunked(raw, { chain: undefined, trailer: true, trailers }));
  if (declared === 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD')
    return decodedLength(request, decodeChunked(raw, { chain: verified, trailer: false, trailers }));
  if (declared === 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER')
    return decodedLength(request, decodeChunked(raw, { chain: verified, trailer: true, trailers }));
  if (typeof declared !== 'string' || !/^[0-9a-f]{64}$/.test(declared))
    throw new AwsError(
      400,
      'InvalidRequest',
      'x-amz-content-sha256 must be a SHA-256 or a supported streaming form.',
    );
  return verifyHash(raw, {
    hash: 'sha256',
    encoding: 'hex',
    value: declared,
    code: 'XAmzContentSHA256Mismatch',
  });
}

/** A connection that breaks must not leave a partial object. */
async function* completeBody(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    yield* request.iterator({ destroyOnReturn: false });
  } catch {
    throw new AwsError(400, 'IncompleteBody', 'The connection closed before the body ended.');
  }
}

async function* decodedLength(
  request: IncomingMessage,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    yield chunk;
  }
  const declared = request.headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== size)
    throw new AwsError(400, 'IncompleteBody', 'The body length does not match x-amz-decoded-content-length.');
}
