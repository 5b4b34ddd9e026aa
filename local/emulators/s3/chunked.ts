import { createHash } from 'node:crypto';
import { AwsError } from '../http/aws-error.ts';
import { hmac, sameSecret, sha256Hex } from '../signature/digests.ts';
import type { Verified } from '../signature/verify.ts';

/**
 * The `aws-chunked` content encoding: `size[;chunk-signature=…]`, data, …, then trailers.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */

const maxLineBytes = 8 * 1024;

export interface ChunkedOptions {
  /** Given when every chunk is signed (`STREAMING-AWS4-HMAC-SHA256-PAYLOAD…`). */
  readonly chain: Verified | undefined;
  /** Whether trailers follow. */
  readonly trailer: boolean;
  /** Filled with the trailers, in lower case, before the body ends. */
  readonly trailers: Map<string, string>;
}

/** Decodes a body. @throws AwsError IncompleteBody, InvalidChunk…, SignatureDoesNotMatch */
export async function* decodeChunked(
  source: AsyncIterable<Uint8Array>,
  options: ChunkedOptions,
): AsyncGenerator<Uint8Array> {
  const reader = new Reader(source);
  const signatures = options.chain && new Chain(options.chain);
  for (;;) {
    const { size, signature } = parseHeader(await reader.line());
    const hash = createHash('sha256');
    for await (const piece of reader.bytes(size)) {
      hash.update(piece);
      yield piece;
    }
    signatures?.next('PAYLOAD', [sha256Hex(''), hash.digest('hex')], signature);
    if (size === 0) break;
    if ((await reader.line()) !== '') throw incomplete();
  }
  await readTrailers(reader, options, signatures);
}

async function readTrailers(reader: Reader, options: ChunkedOptions, chain: Chain | undefined) {
  const lines: string[] = [];
  for (let line = await reader.line(); line !== ''; line = await reader.line()) lines.push(line);
  for (const line of lines) {
    const mark = line.indexOf(':');
    options.trailers.set(line.slice(0, mark).trim().toLowerCase(), line.slice(mark + 1).trim());
  }
  if (!options.trailer || chain === undefined) return;
  const signed = lines.filter((line) => !line.startsWith('x-amz-trailer-signature:'));
  const text = signed.map((line) => `${line}\n`).join('');
  chain.next('TRAILER', [sha256Hex(text)], options.trailers.get('x-amz-trailer-signature'));
}

function parseHeader(line: string): { size: number; signature: string | undefined } {
  const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (match === null)
    throw new AwsError(400, 'InvalidChunkSizeError', 'A chunk of the body has no valid header.');
  return { size: Number.parseInt(match[1] ?? '', 16), signature: match[2] };
}

/** Each signature covers the one before it. */
class Chain {
  readonly #verified: Verified;
  #previous: string;

  constructor(verified: Verified) {
    this.#verified = verified;
    this.#previous = verified.signature;
  }

  next(kind: 'PAYLOAD' | 'TRAILER', hashes: readonly string[], signature: string | undefined): void {
    const { longDate, scope, signingKey } = this.#verified;
    const text = [`AWS4-HMAC-SHA256-${kind}`, longDate, scope, this.#previous, ...hashes].join('\n');
    const good = hmac(signingKey, text).toString('hex');
    if (signature === undefined || !sameSecret(good, signature))
      throw new AwsError(403, 'SignatureDoesNotMatch', 'The signature of a chunk does not match.');
    this.#previous = good;
  }
}

/** Reads lines and byte runs from a stream of buffers. */
class Reader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf('\r\n');
      if (end >= 0) {
        const line = this.#rest.subarray(0, end).toString('latin1');
        this.#rest = this.#rest.subarray(end + 2);
        return line;
      }
      if (this.#rest.length > maxLineBytes) throw incomplete();
      this.#rest = Buffer.concat([this.#rest, await this.#pull()]);
    }
  }

  async *bytes(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0; ) {
      if (this.#rest.length === 0) this.#rest = Buffer.from(await this.#pull());
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  async #pull(): Promise<Uint8Array> {
    const { done, value } = await this.#source.next();
    if (done) throw incomplete();
    return value;
  }
}

function incomplete(): AwsError {
  return new AwsError(400, 'IncompleteBody', 'The body ended before its announced end.');
}
