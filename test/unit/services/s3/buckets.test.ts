import {
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, type S3Home, startS3Home } from './bucket.ts';

let home: S3Home;
beforeAll(async () => {
  home = await startS3Home();
});
afterAll(() => home.remove());

describe('a bucket', () => {
  it('is there or not', async () => {
    const client = home.client();
    await expect(client.send(new HeadBucketCommand({ Bucket }))).resolves.toBeDefined();
    await expect(client.send(new HeadBucketCommand({ Bucket: 'other-bucket' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    expect((await client.send(new ListBucketsCommand({}))).Buckets).toHaveLength(2);
    expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  });

  it('refuses what it does not know, instead of taking it for something else', async () => {
    await home.put('untouched', 'text');
    const tagging = new PutObjectTaggingCommand({ Bucket, Key: 'untouched', Tagging: { TagSet: [] } });
    await expect(home.client().send(tagging)).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(await home.read('untouched')).toBe('text');
  });
});
