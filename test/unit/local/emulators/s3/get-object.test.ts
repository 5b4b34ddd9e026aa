import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, type S3Fixture, startS3Fixture } from './fixture.ts';

let fixture: S3Fixture;
beforeAll(async () => {
  fixture = await startS3Fixture();
});
afterAll(() => fixture.remove());

describe('reading', () => {
  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=5-999', '56789', 'bytes 5-9/10'],
  ])('returns the range %s', async (Range, text, ContentRange) => {
    await fixture.put('digits', '0123456789');
    const part = await fixture.get('digits', { Range });
    expect(part).toMatchObject({ ContentRange, $metadata: { httpStatusCode: 206 } });
    expect(await part.Body?.transformToString()).toBe(text);
  });

  it('rejects a range after the end', async () => {
    await fixture.put('digits', '0123456789');
    await expect(fixture.get('digits', { Range: 'bytes=10-' })).rejects.toMatchObject({
      name: 'InvalidRange',
    });
  });

  it('treats a malformed range as the entire object', async () => {
    await fixture.put('digits', '0123456789');
    expect(await fixture.read('digits', { Range: 'bytes=5-2' })).toBe('0123456789');
  });

  it('supports If-Match and If-None-Match', async () => {
    const { ETag } = await fixture.put('tagged', 'one');
    expect(await fixture.read('tagged', { IfMatch: ETag })).toBe('one');
    await expect(fixture.get('tagged', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(fixture.get('tagged', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  it('supports dates', async () => {
    await fixture.put('dated', 'one');
    const [before, after] = [new Date(0), new Date(Date.now() + 60_000)];
    expect(await fixture.read('dated', { IfModifiedSince: before })).toBe('one');
    await expect(fixture.get('dated', { IfModifiedSince: after })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(fixture.get('dated', { IfUnmodifiedSince: before })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });

  it('returns 404 for a missing key, as to callers that may list', async () => {
    await expect(fixture.get('missing')).rejects.toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404 },
    });
    const head = fixture.client().send(new HeadObjectCommand({ Bucket, Key: 'missing' }));
    await expect(head).rejects.toMatchObject({ name: 'NotFound' });
    await expect(fixture.get('missing', { VersionId: 'x' })).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });
});
