import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clientOptions } from '../home.ts';
import { startKillable } from '../killable.ts';
import { Bucket, plainBucket, type S3Home, startS3Home } from './bucket.ts';

let home: S3Home;
beforeEach(async () => {
  home = await startS3Home();
});
afterEach(() => home.remove());

const blobs = () => readdir(join(home.options.folder, 'blobs'));
const keys = async () => {
  const { Contents = [] } = await home.client().send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key }) => Key);
};

describe('S3 on disk', () => {
  it('has every object and version after a restart', async () => {
    const { VersionId } = await home.put('k', 'first');
    await home.put('k', 'second');
    await home.restart();
    const old = await home.client().send(new GetObjectCommand({ Bucket, Key: 'k', VersionId }));
    expect(await keys()).toEqual(['k']);
    expect(await old.Body?.transformToString()).toBe('first');
  });

  it('has every object that it acknowledged before kill -9', async () => {
    await home.remove();
    const killable = await startKillable('s3', home.options.folder);
    const client = new S3Client(clientOptions(killable.url));
    const names = Array.from({ length: 40 }, (_, n) => `k${String(n).padStart(2, '0')}`);
    await Promise.all(names.map((Key) => client.send(new PutObjectCommand({ Bucket, Key, Body: Key }))));
    await killable.kill();
    const again = await startKillable('s3', home.options.folder);
    const reader = new S3Client(clientOptions(again.url));
    const read = names.map(async (Key) => {
      const object = await reader.send(new GetObjectCommand({ Bucket, Key }));
      return object.Body?.transformToString();
    });
    expect(await Promise.all(read)).toEqual(names);
    await again.kill();
    home = await startS3Home();
  });

  it('sweeps what a crash left behind, and only that', async () => {
    await home.put('kept', 'text');
    await mkdir(join(home.options.folder, 'incoming'), { recursive: true });
    await writeFile(join(home.options.folder, 'incoming', 'half'), 'half');
    await writeFile(join(home.options.folder, 'blobs', 'nobody-knows-me'), 'whole');
    await home.restart();
    expect(await readdir(join(home.options.folder, 'incoming'))).toEqual([]);
    expect(await blobs()).toHaveLength(1);
    expect(await keys()).toEqual(['kept']);
  });

  it('keeps no bytes of an upload that broke off', async () => {
    const url = await getSignedUrl(home.client(), new PutObjectCommand({ Bucket, Key: 'half' }));
    const upload = request(url, { method: 'PUT', headers: { 'content-length': 1000 } });
    upload.on('error', () => {});
    upload.write('x'.repeat(500));
    await vi.waitFor(async () => {
      expect(await readdir(join(home.options.folder, 'incoming'))).toHaveLength(1);
    });
    upload.destroy();
    await vi.waitFor(async () => {
      expect(await readdir(join(home.options.folder, 'incoming'))).toEqual([]);
    });
    expect([await keys(), await blobs()]).toEqual([[], []]);
  });

  it('keeps no bytes that nothing refers to', async () => {
    await home.put('k', 'one', { Bucket: plainBucket });
    await home.put('k', 'two', { Bucket: plainBucket });
    await home.client().send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', IfNoneMatch: '*' }));
    const refused = new PutObjectCommand({ Bucket, Key: 'k', Body: 'y', IfNoneMatch: '*' });
    await expect(home.client().send(refused)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await blobs()).toHaveLength(2);
  });

  it('keeps its files below its folder, whatever the keys are called', async () => {
    await home.put('../../../../tmp/escape', 'x');
    await home.put('/etc/passwd', 'x');
    expect(await readdir(home.options.folder)).toEqual(
      expect.arrayContaining(['blobs', 'incoming', 'objects.sqlite']),
    );
    expect((await blobs()).every((name) => /^[0-9a-f-]{36}$/.test(name))).toBe(true);
  });
});
