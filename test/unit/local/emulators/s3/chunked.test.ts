import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsError } from '#local/emulators/http/aws-error.ts';
import { decodeChunked } from '#local/emulators/s3/chunked.ts';
import type { Verified } from '#local/emulators/signature/verify.ts';

/** The example in https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html */
const scope = '20130524/us-east-1/s3/aws4_request';
const documentedSecret = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/');
const signingKey = scope
  .split('/')
  .reduce(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`AWS4${documentedSecret}`),
  );
const verified = (signature: string): Verified => ({
  presigned: false,
  signature,
  scope,
  longDate: '20130524T000000Z',
  signingKey,
});
const chunk = (data: string, signature: string) =>
  `${data.length.toString(16)};chunk-signature=${signature}\r\n${data}${data === '' ? '' : '\r\n'}`;

const documented = {
  seed: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  chunks: [
    chunk('a'.repeat(65_536), 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'),
    chunk('a'.repeat(1024), '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'),
    chunk('', 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'),
  ],
};
const documentedTrailer = {
  seed: '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
  chunks: [
    chunk('a'.repeat(65_536), 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2'),
    chunk('a'.repeat(1024), '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7'),
    chunk('', '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992'),
    'x-amz-checksum-crc32c:sOO8/Q==\r\n',
    'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n',
  ],
};

async function decode(text: string | Buffer, chain?: Verified, trailer = false, pieceSize = 1000) {
  const bytes = Buffer.from(text);
  const trailers = new Map<string, string>();
  async function* source() {
    for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize);
  }
  const out: Uint8Array[] = [];
  for await (const piece of decodeChunked(source(), { chain, trailer, trailers })) out.push(piece);
  return { body: Buffer.concat(out), trailers };
}
const codeOf = (action: Promise<unknown>) =>
  action.then(
    () => 'none',
    (error: unknown) => (error instanceof AwsError ? error.code : String(error)),
  );

describe('a body in signed chunks', () => {
  it('is decoded as in the documentation', async () => {
    const { body } = await decode(`${documented.chunks.join('')}\r\n`, verified(documented.seed));
    expect(body.toString()).toBe('a'.repeat(66_560));
  });

  it('is decoded with a signed trailer as in the documentation', async () => {
    const text = `${documentedTrailer.chunks.join('')}\r\n`;
    const { body, trailers } = await decode(text, verified(documentedTrailer.seed), true);
    expect(body).toHaveLength(66_560);
    expect(trailers.get('x-amz-checksum-crc32c')).toBe('sOO8/Q==');
  });

  it.each<[string, (chunks: string[]) => string[]]>([
    ['a chunk was modified', ([one = '', ...rest]) => [one.replace(/a\r\n$/, 'b\r\n'), ...rest]],
    ['a chunk is missing', ([one = '', , ...rest]) => [one, ...rest]],
    ['chunks were swapped', ([one = '', two = '', ...rest]) => [two, one, ...rest]],
    ['a chunk has no signature', ([one = '', ...rest]) => [one.replace(/;[^\r]*/, ''), ...rest]],
    ['the trailer was modified', (chunks) => chunks.map((line) => line.replace('sOO8', 'sOO9'))],
    ['the trailer has no signature', (chunks) => chunks.slice(0, -1)],
  ])('is rejected when %s', async (_, tamper) => {
    const text = `${tamper(documentedTrailer.chunks).join('')}\r\n`;
    const code = await codeOf(decode(text, verified(documentedTrailer.seed), true));
    expect(code).toBe('SignatureDoesNotMatch');
  });
});

describe('a body in chunks', () => {
  const encode = (chunks: readonly Uint8Array[]) =>
    Buffer.concat([
      ...chunks.flatMap((data) => [
        Buffer.from(`${data.length.toString(16)}\r\n`),
        data,
        Buffer.from('\r\n'),
      ]),
      Buffer.from('0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n'),
    ]);
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 8 });

  it('is decoded however the network splits it', async () => {
    await fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 70 }), async (parts, pieceSize) => {
        const { body, trailers } = await decode(encode(parts), undefined, true, pieceSize);
        expect(body).toEqual(Buffer.concat(parts));
        expect(trailers.get('x-amz-checksum-crc32')).toBe('AAAAAA==');
      }),
    );
  });

  it('is rejected wherever it ends early', async () => {
    await fc.assert(
      fc.asyncProperty(chunks, fc.nat(), async (parts, cut) => {
        const entire = encode(parts);
        const broken = entire.subarray(0, cut % entire.length);
        expect(await codeOf(decode(broken, undefined, true))).toBe('IncompleteBody');
      }),
    );
  });

  it.each(['zz\r\n', '-1\r\nx', '5;other=1\r\nhello\r\n', `${'1'.repeat(13)}\r\n`])(
    'is rejected with the header %j',
    async (text) => {
      expect(await codeOf(decode(text))).toBe('InvalidChunkSizeError');
    },
  );

  it('is rejected with a header that does not end', async () => {
    expect(await codeOf(decode('1'.repeat(10_000)))).toBe('IncompleteBody');
  });
});
