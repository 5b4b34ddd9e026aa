import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, plainBucket, type S3Fixture, startS3Fixture } from './fixture.ts';

let fixture: S3Fixture;
beforeAll(async () => {
  fixture = await startS3Fixture();
});
afterAll(() => fixture.remove());

describe('versions', () => {
  it('stay readable when the key is written again', async () => {
    const first = await fixture.put('versioned', 'first');
    await fixture.put('versioned', 'second');
    expect(await fixture.read('versioned')).toBe('second');
    expect(await fixture.read('versioned', { VersionId: first.VersionId })).toBe('first');
  });

  it('survive a delete, which adds a marker that can be removed', async () => {
    const { VersionId } = await fixture.put('marked', 'text');
    const marker = await fixture.client().send(new DeleteObjectCommand({ Bucket, Key: 'marked' }));
    expect(marker.DeleteMarker).toBe(true);
    await expect(fixture.get('marked')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(fixture.get('marked', { VersionId: marker.VersionId })).rejects.toMatchObject({
      name: 'MethodNotAllowed',
    });
    expect(await fixture.read('marked', { VersionId })).toBe('text');
    await fixture
      .client()
      .send(new DeleteObjectCommand({ Bucket, Key: 'marked', VersionId: marker.VersionId }));
    expect(await fixture.read('marked')).toBe('text');
  });

  it('are removed permanently when deleted by id', async () => {
    const { VersionId } = await fixture.put('erased', 'text');
    const Objects = [{ Key: 'erased', VersionId }, { Key: 'never there' }];
    const result = await fixture.client().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(result.Deleted?.map(({ Key }) => Key)).toEqual(['erased', 'never there']);
    await expect(fixture.get('erased', { VersionId })).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });

  it('do not exist in a bucket without versioning, where the last write wins', async () => {
    const client = fixture.client();
    const write = (Body: string) =>
      client.send(new PutObjectCommand({ Bucket: plainBucket, Key: 'k', Body }));
    const [{ VersionId }] = [await write('one'), await write('two')];
    const object = await client.send(new GetObjectCommand({ Bucket: plainBucket, Key: 'k' }));
    expect([VersionId, object.VersionId, await object.Body?.transformToString()]).toEqual([
      undefined,
      undefined,
      'two',
    ]);
    await client.send(new DeleteObjectCommand({ Bucket: plainBucket, Key: 'k' }));
    const gone = client.send(new GetObjectCommand({ Bucket: plainBucket, Key: 'k' }));
    await expect(gone).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
