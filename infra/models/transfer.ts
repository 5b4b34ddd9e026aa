import { createHash, type Hash } from 'node:crypto';
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
import { type RemoteFile, readRange, SourceError } from './remote-file.ts';

/** Where to. */
export interface Destination {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Bytes of one part; as many are held in memory, three times. S3 allows 10,000 parts of at least 5 MiB. */
  readonly partBytes: number;
}

export const usualPartBytes = 64 * 1024 * 1024;

/** Brings one file into the bucket, unless it lies there already. @returns whether it was sent @throws SourceError */
export async function transfer(destination: Destination, file: RemoteFile): Promise<boolean> {
  if (await liesThere(destination, file)) return false;
  if (file.bytes <= destination.partBytes) await sendWhole(destination, file);
  else await sendInParts(destination, file);
  return true;
}

/** What the object's metadata says that it is. */
const mark = ({ fingerprint }: RemoteFile) =>
  `${fingerprint.kind}:${fingerprint.kind === 'version' ? fingerprint.name : fingerprint.hex}`;

async function liesThere({ s3, bucket }: Destination, file: RemoteFile): Promise<boolean> {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: file.key }));
    return head.ContentLength === file.bytes && head.Metadata?.source === mark(file);
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

async function sendWhole({ s3, bucket }: Destination, file: RemoteFile): Promise<void> {
  const body = file.bytes === 0 ? new Uint8Array() : await readRange(file, 0, file.bytes);
  const hash = hashOf(file)?.update(body);
  check(file, hash);
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: file.key, Body: body, Metadata: { source: mark(file) } }),
  );
}

/** The next part is read while one is sent. What was sent of a file that fails is dropped. */
async function sendInParts(destination: Destination, file: RemoteFile): Promise<void> {
  const { s3, bucket } = destination;
  const upload = { Bucket: bucket, Key: file.key };
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ ...upload, Metadata: { source: mark(file) } }),
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
  const sendPart = async (PartNumber: number, Body: Uint8Array): Promise<void> => {
    const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    parts.push({ PartNumber, ETag });
  };
  let sending: Promise<void> = Promise.resolve();
  for (let from = 0, PartNumber = 1; from < file.bytes; from += partBytes, PartNumber += 1) {
    const reading = readRange(file, from, Math.min(from + partBytes, file.bytes));
    const [body] = await Promise.all([reading, sending]);
    hash?.update(body);
    sending = sendPart(PartNumber, body);
  }
  await sending;
  check(file, hash);
  return parts;
}

/** A git blob is hashed with its length in front. */
function hashOf({ fingerprint, bytes }: RemoteFile): Hash | undefined {
  switch (fingerprint.kind) {
    case 'sha256':
      return createHash('sha256');
    case 'git':
      return createHash('sha1').update(`blob ${bytes}\0`);
    case 'version':
      return undefined;
  }
}

function check({ key, url, fingerprint }: RemoteFile, hash: Hash | undefined): void {
  if (fingerprint.kind === 'version' || hash?.digest('hex') === fingerprint.hex) return;
  throw new SourceError(`${url} is not what its repository says: nothing was written to ${key}.`);
}
