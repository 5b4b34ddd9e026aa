import { CopyObjectCommand, DeleteObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, type S3Fixture, startS3Fixture } from './fixture.ts';

let fixture: S3Fixture;
beforeAll(async () => {
  fixture = await startS3Fixture();
});
afterAll(() => fixture.remove());

describe('copying', () => {
  const copy = (CopySource: string, Key: string, more = {}) =>
    fixture.client().send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));

  it('copies the given version, with its type', async () => {
    const first = await fixture.put('source ä+', 'first', { ContentType: 'text/plain' });
    await fixture.put('source ä+', 'second');
    const path = `${Bucket}/${encodeURIComponent('source ä+')}`;
    const copied = await copy(`${path}?versionId=${first.VersionId}`, 'copy');
    const object = await fixture.get('copy');
    expect(copied.CopySourceVersionId).toBe(first.VersionId);
    expect(object.ContentType).toBe('text/plain');
    expect(await object.Body?.transformToString()).toBe('first');
  });

  it('survives its source and may have new headers', async () => {
    const { VersionId } = await fixture.put('short-lived', 'text', { ContentType: 'text/plain' });
    const more = { MetadataDirective: 'REPLACE', ContentType: 'text/html' } as const;
    await copy(`${Bucket}/short-lived`, 'heir', more);
    await fixture.client().send(new DeleteObjectCommand({ Bucket, Key: 'short-lived', VersionId }));
    expect((await fixture.get('heir')).ContentType).toBe('text/html');
    expect(await fixture.read('heir')).toBe('text');
  });

  it('rejects a source that is missing, in an unknown bucket or malformed', async () => {
    await expect(copy(`${Bucket}/nothing`, 'x')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(copy('other-bucket/k', 'x')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(copy(Bucket, 'x')).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});
