import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, plainBucket, type S3Home, startS3Home } from './bucket.ts';

let home: S3Home;
beforeAll(async () => {
  home = await startS3Home();
});
afterAll(() => home.remove());

describe('versions', () => {
  it('stay readable when the key is written again', async () => {
    const first = await home.put('versioned', 'first');
    await home.put('versioned', 'second');
    expect(await home.read('versioned')).toBe('second');
    expect(await home.read('versioned', { VersionId: first.VersionId })).toBe('first');
  });

  it('outlive a delete, which leaves a marker that can be removed', async () => {
    const { VersionId } = await home.put('marked', 'text');
    const marker = await home.client().send(new DeleteObjectCommand({ Bucket, Key: 'marked' }));
    expect(marker.DeleteMarker).toBe(true);
    await expect(home.get('marked')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(home.get('marked', { VersionId: marker.VersionId })).rejects.toMatchObject({
      name: 'MethodNotAllowed',
    });
    expect(await home.read('marked', { VersionId })).toBe('text');
    await home.client().send(new DeleteObjectCommand({ Bucket, Key: 'marked', VersionId: marker.VersionId }));
    expect(await home.read('marked')).toBe('text');
  });

  it('are gone for good when they are deleted by name', async () => {
    const { VersionId } = await home.put('erased', 'text');
    const Objects = [{ Key: 'erased', VersionId }, { Key: 'never there' }];
    const result = await home.client().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(result.Deleted?.map(({ Key }) => Key)).toEqual(['erased', 'never there']);
    await expect(home.get('erased', { VersionId })).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });

  it('do not exist in a plain bucket, where the last write wins', async () => {
    const client = home.client();
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
