import { Readable } from 'node:stream';
import { type ChecksumAlgorithm, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, type S3Home, startS3Home } from './bucket.ts';

let home: S3Home;
beforeAll(async () => {
  home = await startS3Home();
});
afterAll(() => home.remove());

describe('an object', () => {
  it('comes back with its bytes, type and metadata', async () => {
    const Body = Uint8Array.from({ length: 70_000 }, (_, n) => n % 251);
    const written = await home.put('round-trip', Body, {
      ContentType: 'image/png',
      CacheControl: 'no-store',
      Metadata: { made: 'here' },
    });
    const object = await home.get('round-trip');
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
    await home.put('empty', '');
    expect(await home.read('empty')).toBe('');
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
    await home.put(key, key);
    expect(await home.read(key)).toBe(key);
  });

  it('may not have a key beyond 1,024 bytes', async () => {
    await expect(home.put('ä'.repeat(513), '')).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });

  it.each<ChecksumAlgorithm>(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'])(
    'is held against its %s checksum, and gives it back',
    async (ChecksumAlgorithm) => {
      const written = await home.put('checked', 'some text', { ChecksumAlgorithm });
      const head = await home
        .client()
        .send(new HeadObjectCommand({ Bucket, Key: 'checked', ChecksumMode: 'ENABLED' }));
      const member = `Checksum${ChecksumAlgorithm}` as const;
      expect(written[member]).toEqual(expect.any(String));
      expect(head[member]).toBe(written[member]);
      expect(await home.read('checked')).toBe('some text');
    },
  );

  it('may come as a stream of unknown content, with its checksum at the end', async () => {
    const pieces = Array.from({ length: 40 }, (_, n) => Buffer.alloc(10_000, n));
    const Body = Readable.from(pieces);
    await home.client().send(new PutObjectCommand({ Bucket, Key: 'streamed', Body, ContentLength: 400_000 }));
    const bytes = await (await home.get('streamed')).Body?.transformToByteArray();
    expect(Buffer.from(bytes ?? [])).toEqual(Buffer.concat(pieces));
  });

  it('is not there when its checksum is wrong', async () => {
    await expect(home.put('wrong-sum', 'text', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await expect(home.get('wrong-sum')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('keeps its encoding without the one of the transfer', async () => {
    await home.put('zipped', 'x', { ContentEncoding: 'gzip' });
    const head = await home.client().send(new HeadObjectCommand({ Bucket, Key: 'zipped' }));
    expect(head.ContentEncoding).toBe('gzip');
  });
});
