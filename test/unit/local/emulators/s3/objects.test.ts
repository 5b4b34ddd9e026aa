import { Readable } from 'node:stream';
import { type ChecksumAlgorithm, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket, type S3Fixture, startS3Fixture } from './fixture.ts';

let fixture: S3Fixture;
beforeAll(async () => {
  fixture = await startS3Fixture();
});
afterAll(() => fixture.remove());

describe('an object', () => {
  it('is returned with its bytes, type and metadata', async () => {
    const Body = Uint8Array.from({ length: 70_000 }, (_, n) => n % 251);
    const written = await fixture.put('round-trip', Body, {
      ContentType: 'image/png',
      CacheControl: 'no-store',
      Metadata: { made: 'here' },
    });
    const object = await fixture.get('round-trip');
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
    await fixture.put('empty', '');
    expect(await fixture.read('empty')).toBe('');
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
    await fixture.put(key, key);
    expect(await fixture.read(key)).toBe(key);
  });

  it('may not have a key over 1,024 bytes', async () => {
    await expect(fixture.put('ä'.repeat(513), '')).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });

  it.each<ChecksumAlgorithm>(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'])(
    'is verified with its %s checksum, which is returned with it',
    async (ChecksumAlgorithm) => {
      const written = await fixture.put('checked', 'some text', { ChecksumAlgorithm });
      const head = await fixture
        .client()
        .send(new HeadObjectCommand({ Bucket, Key: 'checked', ChecksumMode: 'ENABLED' }));
      const member = `Checksum${ChecksumAlgorithm}` as const;
      expect(written[member]).toEqual(expect.any(String));
      expect(head[member]).toBe(written[member]);
      expect(await fixture.read('checked')).toBe('some text');
    },
  );

  it('may be streamed, with its checksum at the end', async () => {
    const pieces = Array.from({ length: 40 }, (_, n) => Buffer.alloc(10_000, n));
    const Body = Readable.from(pieces);
    await fixture
      .client()
      .send(new PutObjectCommand({ Bucket, Key: 'streamed', Body, ContentLength: 400_000 }));
    const bytes = await (await fixture.get('streamed')).Body?.transformToByteArray();
    expect(Buffer.from(bytes ?? [])).toEqual(Buffer.concat(pieces));
  });

  it('is not stored when its checksum is wrong', async () => {
    await expect(fixture.put('wrong-sum', 'text', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await expect(fixture.get('wrong-sum')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it("keeps its content encoding without the transfer's", async () => {
    await fixture.put('zipped', 'x', { ContentEncoding: 'gzip' });
    const head = await fixture.client().send(new HeadObjectCommand({ Bucket, Key: 'zipped' }));
    expect(head.ContentEncoding).toBe('gzip');
  });
});
