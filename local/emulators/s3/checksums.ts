import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import { AwsError } from '../http/aws-error.ts';

/** The checksums that current SDKs send with an upload. */
const algorithms = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;
export type Algorithm = (typeof algorithms)[number];

interface Digest {
  update(data: Uint8Array): unknown;
  digest(): Uint8Array | Promise<Uint8Array>;
}

/** A declared checksum and its value, which may arrive in the trailer. */
export interface Declared {
  readonly algorithm: Algorithm;
  readonly value: () => string | undefined;
}

/** The checksum in a header, or announced for the trailer and read from `trailers` later. */
export function declaredChecksum(
  headers: IncomingHttpHeaders,
  trailers: ReadonlyMap<string, string>,
): Declared | undefined {
  const algorithm = algorithms.find(
    (name) => headers[headerOf(name)] !== undefined || headers['x-amz-trailer'] === headerOf(name),
  );
  if (algorithm === undefined) return undefined;
  const sent = headers[headerOf(algorithm)];
  const value = () => (typeof sent === 'string' ? sent : trailers.get(headerOf(algorithm)));
  return { algorithm, value };
}

export function headerOf(algorithm: Algorithm): `x-amz-checksum-${Algorithm}` {
  return `x-amz-checksum-${algorithm}`;
}

/** Passes a body through and verifies its checksum. @throws AwsError BadDigest, InvalidRequest at its end */
export async function* verifyChecksum(
  body: AsyncIterable<Uint8Array>,
  declared: Declared,
): AsyncGenerator<Uint8Array> {
  const digest = start(declared.algorithm);
  for await (const chunk of body) {
    digest.update(chunk);
    yield chunk;
  }
  const computed = Buffer.from(await digest.digest()).toString('base64');
  const value = declared.value();
  if (value === undefined)
    throw new AwsError(400, 'InvalidRequest', `The body lacks its ${headerOf(declared.algorithm)} trailer.`);
  if (value !== computed)
    throw new AwsError(
      400,
      'BadDigest',
      `The ${declared.algorithm} you specified did not match the content.`,
    );
}

/** Passes a body through and verifies its hash. @throws AwsError `code` at its end */
export async function* verifyHash(
  body: AsyncIterable<Uint8Array>,
  expected: { hash: 'sha256' | 'md5'; encoding: 'hex' | 'base64'; value: string; code: string },
): AsyncGenerator<Uint8Array> {
  const digest = createHash(expected.hash);
  for await (const chunk of body) {
    digest.update(chunk);
    yield chunk;
  }
  if (digest.digest(expected.encoding) !== expected.value)
    throw new AwsError(400, expected.code, `The ${expected.hash} you specified did not match the content.`);
}

function start(algorithm: Algorithm): Digest {
  switch (algorithm) {
    case 'crc32':
      return new Crc32();
    case 'crc32c':
      return new Crc32c();
    case 'crc64nvme':
      return new Crc64Nvme();
    case 'sha1':
    case 'sha256':
      return createHash(algorithm);
  }
}

/** Node's own CRC-32 is many times faster than one in JavaScript. */
class Crc32 implements Digest {
  #value = 0;

  update(data: Uint8Array): void {
    this.#value = crc32(data, this.#value);
  }

  digest(): Uint8Array {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(this.#value);
    return bytes;
  }
}
