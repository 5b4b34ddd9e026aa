import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCrashableService } from '../crashable-service.ts';
import { clientOptions } from '../fixture.ts';
import { Bucket, plainBucket, type S3Fixture, startS3Fixture } from './fixture.ts';

let fixture: S3Fixture;
beforeEach(async () => {
  fixture = await startS3Fixture();
});
afterEach(() => fixture.remove());

const blobs = () => readdir(join(fixture.options.folder, 'blobs'));
const keys = async () => {
  const { Contents = [] } = await fixture.client().send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key }) => Key);
};

describe('S3 on disk', () => {
  it('has every object and version after a restart', async () => {
    const { VersionId } = await fixture.put('k', 'first');
    await fixture.put('k', 'second');
    await fixture.restart();
    const old = await fixture.client().send(new GetObjectCommand({ Bucket, Key: 'k', VersionId }));
    expect(await keys()).toEqual(['k']);
    expect(await old.Body?.transformToString()).toBe('first');
  });

  it('has every acknowledged object after kill -9', async () => {
    await fixture.remove();
    const crashable = await startCrashableService('s3', fixture.options.folder);
    const client = new S3Client(clientOptions(crashable.url));
    const names = Array.from({ length: 40 }, (_, n) => `k${String(n).padStart(2, '0')}`);
    await Promise.all(names.map((Key) => client.send(new PutObjectCommand({ Bucket, Key, Body: Key }))));
    await crashable.kill();
    const again = await startCrashableService('s3', fixture.options.folder);
    const reader = new S3Client(clientOptions(again.url));
    const read = names.map(async (Key) => {
      const object = await reader.send(new GetObjectCommand({ Bucket, Key }));
      return object.Body?.transformToString();
    });
    expect(await Promise.all(read)).toEqual(names);
    await again.kill();
    fixture = await startS3Fixture();
  });

  it('purges leftovers of a crash, and nothing else', async () => {
    await fixture.put('kept', 'text');
    await mkdir(join(fixture.options.folder, 'incoming'), { recursive: true });
    await writeFile(join(fixture.options.folder, 'incoming', 'half'), 'half');
    await writeFile(join(fixture.options.folder, 'blobs', 'nobody-knows-me'), 'whole');
    await fixture.restart();
    expect(await readdir(join(fixture.options.folder, 'incoming'))).toEqual([]);
    expect(await blobs()).toHaveLength(1);
    expect(await keys()).toEqual(['kept']);
  });

  it('keeps no bytes of an interrupted upload', async () => {
    const url = await getSignedUrl(fixture.client(), new PutObjectCommand({ Bucket, Key: 'half' }));
    const upload = request(url, { method: 'PUT', headers: { 'content-length': 1000 } });
    upload.on('error', () => {});
    upload.write('x'.repeat(500));
    await vi.waitFor(async () => {
      expect(await readdir(join(fixture.options.folder, 'incoming'))).toHaveLength(1);
    });
    upload.destroy();
    await vi.waitFor(async () => {
      expect(await readdir(join(fixture.options.folder, 'incoming'))).toEqual([]);
    });
    expect([await keys(), await blobs()]).toEqual([[], []]);
  });

  it('keeps no unreferenced bytes', async () => {
    await fixture.put('k', 'one', { Bucket: plainBucket });
    await fixture.put('k', 'two', { Bucket: plainBucket });
    await fixture.client().send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', IfNoneMatch: '*' }));
    const refused = new PutObjectCommand({ Bucket, Key: 'k', Body: 'y', IfNoneMatch: '*' });
    await expect(fixture.client().send(refused)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await blobs()).toHaveLength(2);
  });

  it('keeps its files in its folder, whatever the keys are', async () => {
    await fixture.put('../../../../tmp/escape', 'x');
    await fixture.put('/etc/passwd', 'x');
    expect(await readdir(fixture.options.folder)).toEqual(
      expect.arrayContaining(['blobs', 'incoming', 'objects.sqlite']),
    );
    expect((await blobs()).every((name) => /^[0-9a-f-]{36}$/.test(name))).toBe(true);
  });
});
