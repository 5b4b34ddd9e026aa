import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { credentials, region, unknownKey, wrongSecret } from '../fixture.ts';
import { Bucket, plainBucket, type S3Fixture, startS3Fixture, webOrigin } from './fixture.ts';

const Key = 'users/u/sessions/s/output mesh+ä.ply';
let fixture: S3Fixture;
beforeAll(async () => {
  fixture = await startS3Fixture();
  await fixture.client().send(new PutObjectCommand({ Bucket, Key, Body: 'secret' }));
});
afterAll(() => fixture.remove());

const codeOf = async (response: Response) => /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1];
const presignGet = (expiresIn = 60, more = {}, as = credentials) =>
  getSignedUrl(fixture.client(as), new GetObjectCommand({ Bucket, Key, ...more }), { expiresIn });
const presignPut = (more = {}) =>
  getSignedUrl(fixture.client(), new PutObjectCommand({ Bucket, Key: 'put', ...more }), { expiresIn: 60 });

describe('a reader', () => {
  it('is rejected without a signature, for every operation', async () => {
    const paths = ['/', `/${Bucket}?list-type=2`, `/${Bucket}/${encodeURIComponent(Key)}`];
    const answers = await Promise.all(paths.map((path) => fetch(fixture.url + path)));
    expect(await Promise.all(answers.map(codeOf))).toEqual(paths.map(() => 'AccessDenied'));
  });

  it('is rejected with an unknown key or a wrong secret', async () => {
    const get = new GetObjectCommand({ Bucket, Key });
    await expect(fixture.client(unknownKey).send(get)).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    await expect(fixture.client(wrongSecret).send(get)).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
  });

  it('does not learn whether something exists', async () => {
    const head = new HeadObjectCommand({ Bucket, Key: 'missing' });
    await expect(fixture.client(wrongSecret).send(head)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('is rejected with a signature for another region or time', async () => {
    const list = new ListObjectsV2Command({ Bucket });
    const elsewhere = fixture.client(credentials, { region: `${region}x` });
    const late = fixture.client(credentials, { systemClockOffset: -3_600_000 });
    await expect(elsewhere.send(list)).rejects.toMatchObject({ name: 'AuthorizationHeaderMalformed' });
    await expect(late.send(list)).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' });
  });

  it('is asked to use signature version 4', async () => {
    const response = await fetch(`${fixture.url}/${Bucket}/k?AWSAccessKeyId=a&Signature=b&Expires=1`);
    expect([response.status, await codeOf(response)]).toEqual([400, 'InvalidRequest']);
  });

  it('may disconnect at any time', async () => {
    const log = vi.spyOn(console, 'error');
    const large = new PutObjectCommand({ Bucket, Key: 'large', Body: Buffer.alloc(20_000_000) });
    await fixture.client().send(large);
    const url = await getSignedUrl(fixture.client(), new GetObjectCommand({ Bucket, Key: 'large' }));
    const response = await fetch(url);
    await response.body?.cancel();
    const again = await fetch(url);
    expect((await again.arrayBuffer()).byteLength).toBe(20_000_000);
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });

  it('gets an error for a missing bucket', async () => {
    const list = new ListObjectsV2Command({ Bucket: 'no-bucket' });
    await expect(fixture.client().send(list)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});

describe('a presigned GET', () => {
  it('returns exactly its object, with the signed response headers', async () => {
    const url = await presignGet(60, {
      ResponseContentType: 'model/ply',
      ResponseContentDisposition: 'attachment; filename="mesh.ply"',
    });
    const response = await fetch(url);
    expect(await response.text()).toBe('secret');
    expect(response.headers.get('content-type')).toBe('model/ply');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="mesh.ply"');
  });

  it('supports a range', async () => {
    const response = await fetch(await presignGet(), { headers: { range: 'bytes=0-2' } });
    expect([response.status, await response.text()]).toEqual([206, 'sec']);
  });

  it.each<[string, (url: string) => string]>([
    ['another object', (url) => url.replace('output', 'other')],
    ['another type', (url) => `${url}&response-content-type=text%2Fhtml`],
    ['a longer life', (url) => url.replace('Expires=60', 'Expires=6000')],
    ['another version', (url) => `${url}&versionId=x`],
  ])('does not work with %s', async (_, tamper) => {
    const response = await fetch(tamper(await presignGet()));
    expect([response.status, await codeOf(response)]).toEqual([403, 'SignatureDoesNotMatch']);
  });

  it('does not write or delete', async () => {
    const url = await presignGet();
    const answers = await Promise.all(['PUT', 'DELETE'].map((method) => fetch(url, { method })));
    expect(await Promise.all(answers.map(codeOf))).toEqual([
      'SignatureDoesNotMatch',
      'SignatureDoesNotMatch',
    ]);
  });

  it('stops working when it expires', async () => {
    const url = await presignGet(60);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    const response = await fetch(url);
    vi.useRealTimers();
    expect([response.status, await response.text()]).toEqual([
      403,
      expect.stringContaining('Request has expired'),
    ]);
  });

  it('cannot put a line break into a header', async () => {
    const url = await presignGet(60, { ResponseContentDisposition: 'a\r\nset-cookie: x=1' });
    const response = await fetch(url);
    expect([await codeOf(response), response.headers.get('set-cookie')]).toEqual(['InvalidArgument', null]);
  });
});

describe('a presigned PUT', () => {
  it('writes its object', async () => {
    const response = await fetch(await presignPut(), { method: 'PUT', body: 'uploaded' });
    const object = await fixture.client().send(new GetObjectCommand({ Bucket, Key: 'put' }));
    expect(response.status).toBe(200);
    expect(await object.Body?.transformToString()).toBe('uploaded');
  });

  it('requires the signed content type', async () => {
    const url = await getSignedUrl(
      fixture.client(),
      new PutObjectCommand({ Bucket, Key: 'typed', ContentType: 'image/png' }),
      { expiresIn: 60, signableHeaders: new Set(['content-type']) },
    );
    const put = (type: string) =>
      fetch(url, { method: 'PUT', body: 'x', headers: { 'content-type': type } }).then(
        ({ status }) => status,
      );
    expect([await put('text/html'), await put('image/png')]).toEqual([403, 200]);
  });

  it('rejects unsigned x-amz headers', async () => {
    const headers = { 'x-amz-meta-added': 'later' };
    const response = await fetch(await presignPut(), { method: 'PUT', body: 'x', headers });
    expect(await codeOf(response)).toBe('AccessDenied');
  });
});

describe('a browser', () => {
  const ask = (origin: string, bucket = Bucket, method = 'PUT') =>
    fetch(`${fixture.url}/${bucket}/some/key`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'content-type',
      },
    });

  it('of the web origin passes the preflight and may read', async () => {
    const asked = await ask(webOrigin);
    const read = await fetch(await presignGet(), { headers: { origin: webOrigin } });
    expect(asked.status).toBe(200);
    expect(asked.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(asked.headers.get('access-control-allow-headers')).toBe('content-type');
    expect(read.headers.get('access-control-allow-origin')).toBe(webOrigin);
    expect(read.headers.get('access-control-expose-headers')).toContain('ETag');
  });

  it('of another origin, or for a bucket without CORS, is rejected', async () => {
    const answers = await Promise.all([
      ask('https://elsewhere.example'),
      ask(webOrigin, plainBucket),
      ask(webOrigin, 'no-bucket'),
      ask(webOrigin, Bucket, 'PATCH'),
    ]);
    const read = await fetch(await presignGet(), { headers: { origin: 'https://elsewhere.example' } });
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(read.headers.get('access-control-allow-origin')).toBeNull();
  });
});
