import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { credentials, unknownKey, wrongSecret } from '../fixture.ts';
import { Bucket, plainBucket, type S3Fixture, startS3Fixture, webOrigin } from './fixture.ts';

let fixture: S3Fixture;
beforeAll(async () => {
  fixture = await startS3Fixture();
});
afterAll(() => fixture.remove());

let round = 0;
let Key = '';
beforeEach(() => {
  round += 1;
  Key = `users/u/sessions/${round}/original_image.png`;
});

const policy = (more: Partial<PresignedPostOptions> = {}): PresignedPostOptions => ({
  Bucket,
  Key,
  Fields: { 'Content-Type': 'image/png' },
  Conditions: [
    ['content-length-range', 10, 1000],
    ['eq', '$Content-Type', 'image/png'],
  ],
  Expires: 60,
  ...more,
});
const presign = (more: Partial<PresignedPostOptions> = {}, as = credentials) =>
  createPresignedPost(fixture.client(as), policy(more));

type Fields = Record<string, string>;
const photo = (size = 100) => new Blob([new Uint8Array(size).fill(7)]);

async function upload(url: string, fields: Fields, file: Blob | null = photo(), headers: Fields = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (file) form.append('file', file, 'photo.png');
  const response = await fetch(url, { method: 'POST', body: form, headers });
  const body = await response.text();
  return { response, status: response.status, code: /<Code>(\w+)<\/Code>/.exec(body)?.[1], body };
}
const exists = () =>
  fixture
    .client()
    .send(new HeadObjectCommand({ Bucket, Key }))
    .then(
      () => true,
      () => false,
    );

describe('a form that follows its policy', () => {
  it("stores the file with the form's type", async () => {
    const { url, fields } = await presign();
    const { status, response } = await upload(url, fields);
    const object = await fixture.client().send(new GetObjectCommand({ Bucket, Key }));
    expect(status).toBe(204);
    expect(object).toMatchObject({
      ContentType: 'image/png',
      ContentLength: 100,
      VersionId: response.headers.get('x-amz-version-id'),
      ETag: response.headers.get('etag'),
    });
  });

  it('may have any size in the range', async () => {
    const { url, fields } = await presign();
    const sizes = await Promise.all([10, 1000].map((size) => upload(url, fields, photo(size))));
    expect(sizes.map(({ status }) => status)).toEqual([204, 204]);
  });

  it('gets the location of the file on request', async () => {
    const { url, fields } = await presign({
      Fields: { 'Content-Type': 'image/png', success_action_status: '201' },
    });
    const { status, body } = await upload(url, fields);
    expect(status).toBe(201);
    expect(body).toContain(`<Key>${Key}</Key>`);
  });

  it('may choose the end of the key where the policy says starts-with', async () => {
    const prefix = `users/u/sessions/${round}/`;
    const { url, fields } = await presign({
      Key: `${prefix}\${filename}`,
      Conditions: [['starts-with', '$Content-Type', 'image/']],
    });
    expect((await upload(url, fields)).status).toBe(204);
    const head = new HeadObjectCommand({ Bucket, Key: `${prefix}photo.png` });
    await expect(fixture.client().send(head)).resolves.toBeDefined();
  });

  it('lets a page of the web origin read the response, and no other', async () => {
    const { url, fields } = await presign();
    const [own, other] = await Promise.all(
      [webOrigin, 'https://elsewhere.example'].map((origin) => upload(url, fields, photo(), { origin })),
    );
    expect(own?.response.headers.get('access-control-allow-origin')).toBe(webOrigin);
    expect(other?.response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a form that breaks its policy', () => {
  it.each<[string, number, string]>([
    ['too large', 1001, 'EntityTooLarge'],
    ['far too large', 8_000_000, 'EntityTooLarge'],
    ['too small', 9, 'EntityTooSmall'],
  ])('is rejected when the file is %s', async (_, size, code) => {
    const { url, fields } = await presign();
    expect(await upload(url, fields, photo(size))).toMatchObject({ status: 400, code });
    expect(await exists()).toBe(false);
  });

  it.each<[string, (fields: Fields) => Fields]>([
    ['another key', (fields) => ({ ...fields, key: 'users/other/stolen.png' })],
    ['another type', (fields) => ({ ...fields, 'Content-Type': 'text/html' })],
    ['a field that no condition covers', (fields) => ({ ...fields, 'x-amz-meta-more': 'x' })],
    ['no type', ({ 'Content-Type': _, ...fields }) => fields],
    ['no signature', ({ 'X-Amz-Signature': _, ...fields }) => fields],
    ['no policy', ({ Policy: _, ...fields }) => fields],
  ])('is rejected with %s', async (_, tamper) => {
    const { url, fields } = await presign();
    expect(await upload(url, tamper(fields))).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(await exists()).toBe(false);
  });

  it('is rejected when its policy was modified', async () => {
    const { url, fields } = await presign();
    const wide = { expiration: '2099-01-01T00:00:00Z', conditions: [['starts-with', '$key', '']] };
    const Policy = Buffer.from(JSON.stringify(wide)).toString('base64');
    expect(await upload(url, { ...fields, Policy })).toMatchObject({ code: 'SignatureDoesNotMatch' });
  });

  it('is rejected with an unknown key or a wrong secret', async () => {
    const [strange, forged] = await Promise.all([presign({}, unknownKey), presign({}, wrongSecret)]);
    expect(await upload(strange.url, strange.fields)).toMatchObject({ code: 'InvalidAccessKeyId' });
    expect(await upload(forged.url, forged.fields)).toMatchObject({ code: 'SignatureDoesNotMatch' });
  });

  it('is rejected after its expiry', async () => {
    const { url, fields } = await presign({ Expires: -1 });
    const { code, body } = await upload(url, fields);
    expect([code, body]).toEqual(['AccessDenied', expect.stringContaining('expired')]);
  });

  it('is rejected in another bucket', async () => {
    const { url, fields } = await presign();
    const other = url.replace(Bucket, plainBucket);
    expect(await upload(other, fields)).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(await upload(url.replace(Bucket, 'no-bucket'), fields)).toMatchObject({ code: 'NoSuchBucket' });
  });

  it('is rejected with a repeated field', async () => {
    const { url, fields } = await presign();
    const twice = await upload(url, { ...fields, KEY: 'users/other/stolen.png' });
    expect(twice).toMatchObject({ code: 'InvalidArgument' });
  });

  it('is rejected with a field that would break a header', async () => {
    const metadata = { 'x-amz-meta-note': 'a\r\nset-cookie: x=1' };
    const { url, fields } = await presign({ Fields: { 'Content-Type': 'image/png', ...metadata } });
    expect(await upload(url, fields)).toMatchObject({ code: 'InvalidArgument' });
    expect(await exists()).toBe(false);
  });

  it('is rejected without a file, or when it is not a form', async () => {
    const { url, fields } = await presign();
    const json = await fetch(url, { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } });
    expect(await upload(url, fields, null)).toMatchObject({ code: 'InvalidArgument' });
    expect(json.status).toBe(412);
  });

  it('is rejected when it ends early', async () => {
    const { url, fields } = await presign();
    const boundary = 'cut';
    const parts = Object.entries(fields).map(
      ([name, value]) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const file = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${'x'.repeat(50)}`;
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
    const response = await fetch(url, { method: 'POST', body: parts.join('') + file, headers });
    expect(await response.text()).toContain('<Code>MalformedPOSTRequest</Code>');
    expect(await exists()).toBe(false);
  });
});
