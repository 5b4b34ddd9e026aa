import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '#local/emulators/signature/digests.ts';
import { SignatureError } from '#local/emulators/signature/signature-error.ts';
import {
  type Expected,
  isPresigned,
  verifySignature,
  verifyText,
} from '#local/emulators/signature/verify.ts';
import { credentials, region, unknownKey, wrongSecret } from '../fixture.ts';

const now = Date.UTC(2026, 10, 22, 21, 0, 0);
const minute = 60_000;

class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', toBuffer(key));
  }
  update(data: Uint8Array | string) {
    this.#hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
  reset() {}
}

function toBuffer(key: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof key === 'string') return Buffer.from(key);
  return key instanceof ArrayBuffer
    ? Buffer.from(key)
    : Buffer.from(key.buffer, key.byteOffset, key.byteLength);
}

const signer = (as = credentials, service = 'states') =>
  new SignatureV4({ credentials: as, region, service, sha256: Sha256, uriEscapePath: service !== 's3' });

const request = {
  method: 'POST',
  protocol: 'http:',
  hostname: '127.0.0.1',
  path: '/a%20path/with%2Fescapes',
  query: { list: ['b', 'a'], text: 'ä +/' },
  headers: { host: '127.0.0.1:4566', 'x-amz-target': 'AWSStepFunctions.ListExecutions' },
  body: '{"a":1}',
};

type Signed = Awaited<ReturnType<ReturnType<typeof signer>['sign']>>;

const target = (signed: Pick<Signed, 'path' | 'query'>) => {
  const pairs = Object.entries(signed.query ?? {}).flatMap(([name, value]) =>
    [value ?? ''].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`),
  );
  return `${signed.path}?${pairs.join('&')}`;
};
const lowerCased = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function verify(signed: Signed, expected: Partial<Expected> = {}, payloadHash = sha256Hex(request.body)) {
  const { method } = signed;
  return verifySignature({ method, url: target(signed), headers: lowerCased(signed.headers) }, payloadHash, {
    credentials,
    region,
    service: 'states',
    now,
    ...expected,
  });
}

const faultOf = (action: () => unknown) => {
  try {
    action();
  } catch (error) {
    if (error instanceof SignatureError) return error.fault;
    throw error;
  }
  return 'none';
};

const sign = (as = credentials, service = 'states') =>
  signer(as, service).sign(request, { signingDate: new Date(now) });
const presign = (expiresIn = 600) => signer().presign(request, { signingDate: new Date(now), expiresIn });

describe('a header-signed request', () => {
  it('is accepted when the SDK signed it with the local key', async () => {
    const verified = verify(await sign());
    expect(verified).toMatchObject({ presigned: false, longDate: '20261122T210000Z' });
  });

  it.each([-14, 14])('is accepted when signed %i minutes away', async (minutes) => {
    const signed = await sign();
    expect(faultOf(() => verify(signed, { now: now + minutes * minute }))).toBe('none');
  });

  it.each([-16, 16])('is rejected when signed %i minutes away', async (minutes) => {
    const signed = await sign();
    expect(faultOf(() => verify(signed, { now: now + minutes * minute }))).toBe('skewed');
  });

  it('is rejected with an unknown key or a wrong secret', async () => {
    const [strange, forged] = [await sign(unknownKey), await sign(wrongSecret)];
    expect(faultOf(() => verify(strange))).toBe('unknown-key');
    expect(faultOf(() => verify(forged))).toBe('mismatch');
  });

  it('is rejected when signed for another service or region', async () => {
    const [otherService, signed] = [await sign(credentials, 'dynamodb'), await sign()];
    expect(faultOf(() => verify(otherService))).toBe('wrong-scope');
    expect(faultOf(() => verify(signed, { region: 'eu-west-1' }))).toBe('wrong-scope');
  });

  it.each<[string, (signed: Signed) => Signed]>([
    ['method', (signed) => ({ ...signed, method: 'GET' })],
    ['path', (signed) => ({ ...signed, path: '/another' })],
    ['query', (signed) => ({ ...signed, query: { ...signed.query, more: '1' } })],
    ['header', (signed) => ({ ...signed, headers: { ...signed.headers, 'x-amz-target': 'Other' } })],
  ])('is rejected when its %s was modified', async (_, tamper) => {
    const signed = tamper(await sign());
    expect(faultOf(() => verify(signed))).toBe('mismatch');
  });

  it('is rejected when its body was modified', async () => {
    const signed = await sign();
    expect(faultOf(() => verify(signed, {}, sha256Hex('other')))).toBe('mismatch');
  });

  it('is rejected when someone added an x-amz-* header', async () => {
    const signed = await sign();
    signed.headers['x-amz-acl'] = 'public-read';
    expect(faultOf(() => verify(signed))).toBe('headers-not-signed');
  });

  it('is distinguished from unsigned and half-signed requests', async () => {
    const signed = await sign();
    const { authorization: _, ...unsigned } = signed.headers;
    const half = { ...signed.headers, authorization: 'AWS4-HMAC-SHA256 Credential=x' };
    expect(faultOf(() => verify({ ...signed, headers: unsigned }))).toBe('missing');
    expect(faultOf(() => verify({ ...signed, headers: half }))).toBe('malformed');
  });

  it('is verified for any path, query and header text that the SDK can sign', async () => {
    const texts = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((text) => text.isWellFormed());
    await fc.assert(
      fc.asyncProperty(texts, texts, texts, async (segment, name, value) => {
        const path = `/${encodeURIComponent(segment === '.' || segment === '..' ? 'dots' : segment)}`;
        const query = { [`q${name}`]: value };
        const signed = await signer().sign({ ...request, path, query }, { signingDate: new Date(now) });
        expect(faultOf(() => verify(signed))).toBe('none');
      }),
      { numRuns: 60 },
    );
  });
});

describe('a presigned request', () => {
  const verifyPresigned = (signed: Signed, at = now) => faultOf(() => verify(signed, { now: at }));

  it('is accepted until it expires', async () => {
    const signed = await presign(600);
    expect(verifyPresigned(signed, now + 600_000)).toBe('none');
    expect(verifyPresigned(signed, now + 601_000)).toBe('expired');
  });

  it('is recognized by its query', async () => {
    const [presigned, signed] = [await presign(), await sign()];
    expect([isPresigned(target(presigned)), isPresigned(target(signed))]).toEqual([true, false]);
  });

  it('is rejected when its lifetime was extended', async () => {
    const signed = await presign(60);
    const longer = { ...signed, query: { ...signed.query, 'X-Amz-Expires': '3600' } };
    expect(verifyPresigned(longer)).toBe('mismatch');
  });

  it.each(['0', '604801', 'soon', ''])('is rejected with a lifetime of "%s"', async (life) => {
    const signed = await presign();
    expect(verifyPresigned({ ...signed, query: { ...signed.query, 'X-Amz-Expires': life } })).toBe(
      'malformed',
    );
  });

  it('is rejected with a repeated parameter or invalid UTF-8', async () => {
    const signed = await presign();
    const twice = { ...signed, query: { ...signed.query, 'X-Amz-Credential': ['a', 'b'] } };
    const check = (url: string) => () =>
      verifySignature({ method: 'GET', url, headers: {} }, '', { credentials, region, service: 's3', now });
    expect(verifyPresigned(twice)).toBe('malformed');
    expect(faultOf(check('/?X-Amz-Signature=%ff'))).toBe('malformed');
  });
});

describe('a signed text', () => {
  const credential = `${credentials.accessKeyId}/20261122/${region}/s3/aws4_request`;
  const expected = { credentials, region, service: 's3', now };

  it('is rejected with another signature or scope', () => {
    const presented = { text: 'policy', credential, signature: 'f'.repeat(64), longDate: '20261122T210000Z' };
    expect(faultOf(() => verifyText(presented, expected))).toBe('mismatch');
    expect(faultOf(() => verifyText({ ...presented, longDate: '20261123T000000Z' }, expected))).toBe(
      'wrong-scope',
    );
  });
});
