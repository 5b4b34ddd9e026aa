import type { Hash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { hashOf } from './fingerprint.ts';
import { partsOf } from './parts.ts';
import { type RemoteFile, readRange, SourceError } from './remote-file.ts';

export interface Destination {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Size of a part in bytes. Memory holds up to two parts. S3 allows 10,000 parts of at least 5 MiB. */
  readonly partBytes: number;
}

export const usualPartBytes = 64 * 1024 * 1024;

/**
 * Copies a file to the bucket, unless it is already there. Verifies its hash.
 * @returns whether it was copied
 * @throws SourceError
 */
export async function transfer(destination: Destination, file: RemoteFile): Promise<boolean> {
  if (await holds(destination, file)) return false;
  if (file.bytes <= destination.partBytes) await copyInOnePart(destination, file);
  else await copyInParts(destination, file);
  return true;
}

/** Metadata that identifies the object's contents. */
const sourceOf = ({ fingerprint: { kind, hex } }: RemoteFile) => `${kind}:${hex}`;

/** Whether the bucket has the file with these contents. */
export async function holds({ s3, bucket }: Destination, file: RemoteFile): Promise<boolean> {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: file.key }));
    return head.ContentLength === file.bytes && head.Metadata?.source === sourceOf(file);
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

async function copyInOnePart({ s3, bucket }: Destination, file: RemoteFile): Promise<void> {
  const body = file.bytes === 0 ? new Uint8Array() : await readRange(file, 0, file.bytes);
  const hash = hashOf(file).update(body);
  check(file, hash);
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: file.key, Body: body, Metadata: { source: sourceOf(file) } }),
  );
}

/** Downloads the next part while one is uploading. Aborts the upload of a file that fails. */
async function copyInParts(destination: Destination, file: RemoteFile): Promise<void> {
  const { s3, bucket } = destination;
  const upload = { Bucket: bucket, Key: file.key };
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ ...upload, Metadata: { source: sourceOf(file) } }),
  );
  try {
    const Parts = await sendParts(destination, file, { ...upload, UploadId });
    await s3.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts } }));
  } catch (error) {
    await s3.send(new AbortMultipartUploadCommand({ ...upload, UploadId }));
    throw error;
  }
}

async function sendParts(
  { s3, partBytes }: Destination,
  file: RemoteFile,
  upload: { Bucket: string; Key: string; UploadId: string | undefined },
): Promise<CompletedPart[]> {
  const hash = hashOf(file);
  const parts: CompletedPart[] = [];
  for await (const Body of partsOf(file, partBytes)) {
    hash.update(Body);
    const PartNumber = parts.length + 1;
    const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    parts.push({ PartNumber, ETag });
  }
  check(file, hash);
  return parts;
}

function check({ key, url, fingerprint }: RemoteFile, hash: Hash): void {
  if (hash.digest('hex') === fingerprint.hex) return;
  throw new SourceError(`${url} does not match the hash in its repository, so ${key} was not written.`);
}
