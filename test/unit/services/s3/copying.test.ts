import { CopyObjectCommand, DeleteObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, type S3Home, startS3Home } from './bucket.ts';

let home: S3Home;
beforeAll(async () => {
  home = await startS3Home();
});
afterAll(() => home.remove());

describe('copying', () => {
  const copy = (CopySource: string, Key: string, more = {}) =>
    home.client().send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));

  it('takes the version that is named, with its type', async () => {
    const first = await home.put('source ä+', 'first', { ContentType: 'text/plain' });
    await home.put('source ä+', 'second');
    const path = `${Bucket}/${encodeURIComponent('source ä+')}`;
    const copied = await copy(`${path}?versionId=${first.VersionId}`, 'copy');
    const object = await home.get('copy');
    expect(copied.CopySourceVersionId).toBe(first.VersionId);
    expect(object.ContentType).toBe('text/plain');
    expect(await object.Body?.transformToString()).toBe('first');
  });

  it('outlives its source and may take new headers', async () => {
    const { VersionId } = await home.put('short-lived', 'text', { ContentType: 'text/plain' });
    const more = { MetadataDirective: 'REPLACE', ContentType: 'text/html' } as const;
    await copy(`${Bucket}/short-lived`, 'heir', more);
    await home.client().send(new DeleteObjectCommand({ Bucket, Key: 'short-lived', VersionId }));
    expect((await home.get('heir')).ContentType).toBe('text/html');
    expect(await home.read('heir')).toBe('text');
  });

  it('refuses a source that is missing, elsewhere or unreadable', async () => {
    await expect(copy(`${Bucket}/nothing`, 'x')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(copy('other-bucket/k', 'x')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(copy(Bucket, 'x')).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});
