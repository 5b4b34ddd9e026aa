import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RemoteFile } from '#infra/models/remote-file.ts';
import { transfer } from '#infra/models/transfer.ts';

const mock = mockClient(S3Client);
const content = Buffer.from('0123456789abcdef'.repeat(3));
const destination = { s3: new S3Client({ region: 'us-east-1' }), bucket: 'bucket', partBytes: 10 };
const file: RemoteFile = {
  key: 'models/big',
  url: 'https://hub.example.com/big',
  bytes: content.length,
  fingerprint: { kind: 'sha256', hex: createHash('sha256').update(content).digest('hex') },
};

/** Serves `content` by ranges. */
async function serve(_url: string, { headers }: RequestInit): Promise<Response> {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(new Headers(headers).get('range') ?? '') ?? [];
  if (from === undefined) return new Response(content);
  return new Response(content.subarray(Number(from), Number(to) + 1), { status: 206 });
}

beforeEach(() => {
  mock.reset();
  mock.on(HeadObjectCommand).rejects(new NotFound({ message: '', $metadata: {} }));
  mock.on(CreateMultipartUploadCommand).resolves({ UploadId: 'upload-1' });
  mock
    .on(UploadPartCommand)
    .callsFake(async ({ PartNumber }: { PartNumber: number }) => ({ ETag: `"${PartNumber}"` }));
  vi.stubGlobal('fetch', serve);
});
afterEach(() => vi.unstubAllGlobals());

describe('a file of many parts', () => {
  it('is copied part by part', async () => {
    expect(await transfer(destination, file)).toBe(true);

    const parts = mock.commandCalls(UploadPartCommand).map(({ args }) => args[0].input);
    expect(Buffer.concat(parts.map(({ Body }) => Buffer.from(Body as Uint8Array)))).toEqual(content);
    expect(parts.map(({ PartNumber, UploadId }) => [PartNumber, UploadId])).toEqual(
      [1, 2, 3, 4, 5].map((number) => [number, 'upload-1']),
    );
    const [completed] = mock.commandCalls(CompleteMultipartUploadCommand);
    expect(completed?.args[0].input.MultipartUpload?.Parts?.map(({ ETag }) => ETag)).toEqual([
      '"1"',
      '"2"',
      '"3"',
      '"4"',
      '"5"',
    ]);
  });

  it('is not copied again when it is already there', async () => {
    await transfer(destination, file);
    const [created] = mock.commandCalls(CreateMultipartUploadCommand);
    const { Metadata } = created?.args[0].input ?? {};
    mock.on(HeadObjectCommand).resolves({ ContentLength: file.bytes, ...(Metadata && { Metadata }) });

    expect(await transfer(destination, file)).toBe(false);
  });

  it('is discarded when its hash does not match', async () => {
    const other: RemoteFile = { ...file, fingerprint: { kind: 'sha256', hex: '0'.repeat(64) } };

    await expect(transfer(destination, other)).rejects.toThrow('does not match the hash in its repository');
    expect(mock.commandCalls(CompleteMultipartUploadCommand)).toHaveLength(0);
    expect(mock.commandCalls(AbortMultipartUploadCommand)[0]?.args[0].input.UploadId).toBe('upload-1');
  });

  it('is discarded when S3 rejects a part', async () => {
    mock.on(UploadPartCommand, { PartNumber: 3 }).rejects(new Error('no room'));

    await expect(transfer(destination, file)).rejects.toThrow('no room');
    expect(mock.commandCalls(AbortMultipartUploadCommand)).toHaveLength(1);
  });
});

describe('a file of one part', () => {
  const small = { ...destination, partBytes: 1_000 };

  it('is not written when its hash does not match', async () => {
    const other: RemoteFile = { ...file, fingerprint: { kind: 'git', hex: '0'.repeat(40) } };

    await expect(transfer(small, other)).rejects.toThrow('does not match the hash in its repository');
    expect(mock.commandCalls(PutObjectCommand)).toHaveLength(0);
  });

  it('is identified by its hash', async () => {
    await transfer(small, file);

    const source = `sha256:${file.fingerprint.hex}`;
    expect(mock.commandCalls(PutObjectCommand)[0]?.args[0].input.Metadata).toEqual({ source });
  });

  it('is read from disk when it is on this computer', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'gen3d-transfer-')), 'a file');
    await writeFile(path, content);

    await transfer(small, { ...file, url: pathToFileURL(path).href });

    expect(mock.commandCalls(PutObjectCommand)[0]?.args[0].input.Body).toEqual(new Uint8Array(content));
  });

  it('is not written when it was cut short on disk', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'gen3d-transfer-')), 'short');
    await writeFile(path, content.subarray(1));

    await expect(transfer(small, { ...file, url: pathToFileURL(path).href })).rejects.toThrow(
      `${path} has become shorter.`,
    );
    expect(mock.commandCalls(PutObjectCommand)).toHaveLength(0);
  });
});
