import {
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, type S3Fixture, startS3Fixture } from './fixture.ts';

let fixture: S3Fixture;
beforeAll(async () => {
  fixture = await startS3Fixture();
});
afterAll(() => fixture.remove());

describe('a bucket', () => {
  it('exists or not', async () => {
    const client = fixture.client();
    await expect(client.send(new HeadBucketCommand({ Bucket }))).resolves.toBeDefined();
    await expect(client.send(new HeadBucketCommand({ Bucket: 'other-bucket' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    expect((await client.send(new ListBucketsCommand({}))).Buckets).toHaveLength(2);
    expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  });

  it('rejects unsupported operations instead of treating them as others', async () => {
    await fixture.put('untouched', 'text');
    const tagging = new PutObjectTaggingCommand({ Bucket, Key: 'untouched', Tagging: { TagSet: [] } });
    await expect(fixture.client().send(tagging)).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(await fixture.read('untouched')).toBe('text');
  });
});
