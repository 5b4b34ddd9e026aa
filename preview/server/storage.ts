import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { PinnedObject } from '#contracts/common.ts';
import { ModelError } from '../errors.ts';

export interface S3Access {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly region: string;
}

/** Where jobs read and write. */
export interface Storage {
  /**
   * The bytes of exactly this version.
   * @throws ModelError ObjectMissing, StorageDenied, or `tooLarge` before more than `limit` bytes are read
   */
  read(
    bucket: string,
    object: PinnedObject,
    limit: number,
    tooLarge: 'ImageTooLarge' | 'MaskUnreadable',
  ): Promise<Uint8Array>;
  /** @throws ModelError StorageDenied or StorageFull */
  write(bucket: string, key: string, body: Uint8Array, contentType: string): Promise<void>;
  close(): void;
}

/** The answer to a HEAD has no body, so errors go by the status where possible. */
const missing = new Set([404, 405]);
const denied = new Set([401, 403]);
const full = new Set(['EntityTooLarge', 'InsufficientStorage', 'QuotaExceeded']);

/** S3 with path-style addresses, which an endpoint on loopback needs. */
export function s3Storage({ endpoint, credentials, region }: S3Access): Storage {
  const client = new S3Client({ endpoint, credentials, region, forcePathStyle: true });
  return {
    read: (bucket, { key, version }, limit, tooLarge) =>
      translated(key, async () => {
        const pinned = { Bucket: bucket, Key: key, VersionId: version };
        const { ContentLength: bytes = 0 } = await client.send(new HeadObjectCommand(pinned));
        if (bytes > limit)
          throw new ModelError(tooLarge, `${key} has ${bytes} bytes. At most ${limit} are allowed.`);
        const { Body } = await client.send(new GetObjectCommand(pinned));
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      }),
    write: (bucket, key, body, contentType) =>
      translated(key, async () => {
        await client.send(
          new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }),
        );
      }),
    close: () => client.destroy(),
  };
}

async function translated<T>(key: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    const status = error.$metadata.httpStatusCode ?? 0;
    if (missing.has(status)) throw new ModelError('ObjectMissing', `${key} has no such version.`);
    if (denied.has(status))
      throw new ModelError('StorageDenied', `S3 denied access to ${key}: ${error.name}.`);
    if (full.has(error.name)) throw new ModelError('StorageFull', `S3 can't store ${key}: ${error.name}.`);
    throw error;
  }
}
