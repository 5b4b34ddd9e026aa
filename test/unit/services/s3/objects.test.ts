import { Readable } from 'node:stream';
import {
  type ChecksumAlgorithm,
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, plainBucket, type S3Home, startS3Home } from './bucket.ts';

let home: S3Home;
beforeAll(async () => {
  home = await startS3Home();
});
afterAll(() => home.remove());

const put = (Key: string, Body: string | Uint8Array, more = {}) =>
  home.client().send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more = {}) => home.client().send(new GetObjectCommand({ Bucket, Key, ...more }));
const read = async (Key: string, more = {}) => (await get(Key, more)).Body?.transformToString();

describe('an object', () => {
  it('comes back with its bytes, type and metadata', async () => {
    const Body = Uint8Array.from({ length: 70_000 }, (_, n) => n % 251);
    const written = await put('round-trip', Body, {
      ContentType: 'image/png',
      CacheControl: 'no-store',
      Metadata: { made: 'here' },
    });
    const object = await get('round-trip');
    expect(await object.Body?.transformToByteArray()).toEqual(Body);
    expect(object).toMatchObject({
      ContentType: 'image/png',
      ContentLength: Body.length,
      CacheControl: 'no-store',
      Metadata: { made: 'here' },
      ETag: written.ETag,
      VersionId: written.VersionId,
    });
  });

  it('may be empty', async () => {
    await put('empty', '');
    expect(await read('empty')).toBe('');
  });

  it.each([
    'a b+c',
    'ä/ö/日本/🫖',
    "!'()*;=&?#%25",
    'x//y/./z',
    '../../outside',
    '..',
    'C:\\windows',
    '\u0001',
  ])('may have the key "%s"', async (key) => {
    await put(key, key);
    expect(await read(key)).toBe(key);
  });

  it('may not have a key beyond 1,024 bytes', async () => {
    await expect(put('ä'.repeat(513), '')).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });

  it.each<ChecksumAlgorithm>(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'])(
    'is held against its %s checksum, and gives it back',
    async (ChecksumAlgorithm) => {
      const written = await put('checked', 'some text', { ChecksumAlgorithm });
      const head = await home
        .client()
        .send(new HeadObjectCommand({ Bucket, Key: 'checked', ChecksumMode: 'ENABLED' }));
      const member = `Checksum${ChecksumAlgorithm}` as const;
      expect(written[member]).toEqual(expect.any(String));
      expect(head[member]).toBe(written[member]);
      expect(await read('checked')).toBe('some text');
    },
  );

  it('may come as a stream of unknown content, with its checksum at the end', async () => {
    const pieces = Array.from({ length: 40 }, (_, n) => Buffer.alloc(10_000, n));
    const Body = Readable.from(pieces);
    await home.client().send(new PutObjectCommand({ Bucket, Key: 'streamed', Body, ContentLength: 400_000 }));
    const bytes = await (await get('streamed')).Body?.transformToByteArray();
    expect(Buffer.from(bytes ?? [])).toEqual(Buffer.concat(pieces));
  });

  it('is not there when its checksum is wrong', async () => {
    await expect(put('wrong-sum', 'text', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await expect(get('wrong-sum')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('keeps its encoding without the one of the transfer', async () => {
    await put('zipped', 'x', { ContentEncoding: 'gzip' });
    const head = await home.client().send(new HeadObjectCommand({ Bucket, Key: 'zipped' }));
    expect(head.ContentEncoding).toBe('gzip');
  });
});

describe('reading', () => {
  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=5-999', '56789', 'bytes 5-9/10'],
  ])('gives the range %s', async (Range, text, ContentRange) => {
    await put('digits', '0123456789');
    const part = await get('digits', { Range });
    expect(part).toMatchObject({ ContentRange, $metadata: { httpStatusCode: 206 } });
    expect(await part.Body?.transformToString()).toBe(text);
  });

  it('refuses a range behind the end', async () => {
    await put('digits', '0123456789');
    await expect(get('digits', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('takes a range that makes no sense for the whole', async () => {
    await put('digits', '0123456789');
    expect(await read('digits', { Range: 'bytes=5-2' })).toBe('0123456789');
  });

  it('keeps to If-Match and If-None-Match', async () => {
    const { ETag } = await put('tagged', 'one');
    expect(await read('tagged', { IfMatch: ETag })).toBe('one');
    await expect(get('tagged', { IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(get('tagged', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  it('keeps to dates', async () => {
    await put('dated', 'one');
    const [before, after] = [new Date(0), new Date(Date.now() + 60_000)];
    expect(await read('dated', { IfModifiedSince: before })).toBe('one');
    await expect(get('dated', { IfModifiedSince: after })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(get('dated', { IfUnmodifiedSince: before })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });

  it('answers a missing key with 404, as for those who may list', async () => {
    await expect(get('missing')).rejects.toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404 },
    });
    const head = home.client().send(new HeadObjectCommand({ Bucket, Key: 'missing' }));
    await expect(head).rejects.toMatchObject({ name: 'NotFound' });
    await expect(get('missing', { VersionId: 'x' })).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });
});

describe('versions', () => {
  it('stay readable when the key is written again', async () => {
    const first = await put('versioned', 'first');
    await put('versioned', 'second');
    expect(await read('versioned')).toBe('second');
    expect(await read('versioned', { VersionId: first.VersionId })).toBe('first');
  });

  it('outlive a delete, which leaves a marker that can be removed', async () => {
    const { VersionId } = await put('marked', 'text');
    const marker = await home.client().send(new DeleteObjectCommand({ Bucket, Key: 'marked' }));
    expect(marker.DeleteMarker).toBe(true);
    await expect(get('marked')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(get('marked', { VersionId: marker.VersionId })).rejects.toMatchObject({
      name: 'MethodNotAllowed',
    });
    expect(await read('marked', { VersionId })).toBe('text');
    await home.client().send(new DeleteObjectCommand({ Bucket, Key: 'marked', VersionId: marker.VersionId }));
    expect(await read('marked')).toBe('text');
  });

  it('are gone for good when they are deleted by name', async () => {
    const { VersionId } = await put('erased', 'text');
    const Objects = [{ Key: 'erased', VersionId }, { Key: 'never there' }];
    const result = await home.client().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(result.Deleted?.map(({ Key }) => Key)).toEqual(['erased', 'never there']);
    await expect(get('erased', { VersionId })).rejects.toMatchObject({ name: 'NoSuchVersion' });
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

describe('writing under a condition', () => {
  it('happens once with If-None-Match: *, however many try', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) => put('once', `writer ${n}`, { IfNoneMatch: '*' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [refused] = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.name] : []));
    expect(refused).toBe('PreconditionFailed');
  });

  it('happens with If-Match only over that content', async () => {
    const { ETag } = await put('matched', 'one');
    await put('matched', 'two', { IfMatch: ETag });
    await expect(put('matched', 'three', { IfMatch: ETag })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('not there', 'x', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('copying', () => {
  const copy = (CopySource: string, Key: string, more = {}) =>
    home.client().send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));

  it('takes the version that is named, with its type', async () => {
    const first = await put('source ä+', 'first', { ContentType: 'text/plain' });
    await put('source ä+', 'second');
    const path = `${Bucket}/${encodeURIComponent('source ä+')}`;
    const copied = await copy(`${path}?versionId=${first.VersionId}`, 'copy');
    const object = await get('copy');
    expect(copied.CopySourceVersionId).toBe(first.VersionId);
    expect(object.ContentType).toBe('text/plain');
    expect(await object.Body?.transformToString()).toBe('first');
  });

  it('outlives its source and may take new headers', async () => {
    const { VersionId } = await put('short-lived', 'text', { ContentType: 'text/plain' });
    const more = { MetadataDirective: 'REPLACE', ContentType: 'text/html' } as const;
    await copy(`${Bucket}/short-lived`, 'heir', more);
    await home.client().send(new DeleteObjectCommand({ Bucket, Key: 'short-lived', VersionId }));
    expect((await get('heir')).ContentType).toBe('text/html');
    expect(await read('heir')).toBe('text');
  });

  it('refuses a source that is missing, elsewhere or unreadable', async () => {
    await expect(copy(`${Bucket}/nothing`, 'x')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(copy('other-bucket/k', 'x')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(copy(Bucket, 'x')).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

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
    await put('untouched', 'text');
    const tagging = new PutObjectTaggingCommand({ Bucket, Key: 'untouched', Tagging: { TagSet: [] } });
    await expect(home.client().send(tagging)).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(await read('untouched')).toBe('text');
  });
});
