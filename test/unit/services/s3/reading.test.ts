import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, type S3Home, startS3Home } from './bucket.ts';

let home: S3Home;
beforeAll(async () => {
  home = await startS3Home();
});
afterAll(() => home.remove());

describe('reading', () => {
  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=5-999', '56789', 'bytes 5-9/10'],
  ])('gives the range %s', async (Range, text, ContentRange) => {
    await home.put('digits', '0123456789');
    const part = await home.get('digits', { Range });
    expect(part).toMatchObject({ ContentRange, $metadata: { httpStatusCode: 206 } });
    expect(await part.Body?.transformToString()).toBe(text);
  });

  it('refuses a range behind the end', async () => {
    await home.put('digits', '0123456789');
    await expect(home.get('digits', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('takes a range that makes no sense for the whole', async () => {
    await home.put('digits', '0123456789');
    expect(await home.read('digits', { Range: 'bytes=5-2' })).toBe('0123456789');
  });

  it('keeps to If-Match and If-None-Match', async () => {
    const { ETag } = await home.put('tagged', 'one');
    expect(await home.read('tagged', { IfMatch: ETag })).toBe('one');
    await expect(home.get('tagged', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(home.get('tagged', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  it('keeps to dates', async () => {
    await home.put('dated', 'one');
    const [before, after] = [new Date(0), new Date(Date.now() + 60_000)];
    expect(await home.read('dated', { IfModifiedSince: before })).toBe('one');
    await expect(home.get('dated', { IfModifiedSince: after })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(home.get('dated', { IfUnmodifiedSince: before })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });

  it('answers a missing key with 404, as for those who may list', async () => {
    await expect(home.get('missing')).rejects.toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404 },
    });
    const head = home.client().send(new HeadObjectCommand({ Bucket, Key: 'missing' }));
    await expect(head).rejects.toMatchObject({ name: 'NotFound' });
    await expect(home.get('missing', { VersionId: 'x' })).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });
});
