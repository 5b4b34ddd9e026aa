import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Credentials } from '#local/services/service.ts';
import type { PinnedObject } from '#tasks/core/contracts/common.ts';
import { ModelError } from './errors.ts';

export interface S3Access {
  readonly endpoint: string;
  readonly credentials: Credentials;
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

/** A HEAD has no body to name its error in, so the status must do where it can. */
const missing = new Set([404, 405]);
const denied = new Set([401, 403]);
const full = new Set(['EntityTooLarge', 'InsufficientStorage', 'QuotaExceeded']);

/** S3 by path-style addresses, as an endpoint on loopback needs them. */
export function s3Storage({ endpoint, credentials, region }: S3Access): Storage {
  const client = new S3Client({ endpoint, credentials, region, forcePathStyle: true });
  return {
    read: (bucket, { key, version }, limit, tooLarge) =>
      told(key, async () => {
        const pinned = { Bucket: bucket, Key: key, VersionId: version };
        const { ContentLength: bytes = 0 } = await client.send(new HeadObjectCommand(pinned));
        if (bytes > limit)
          throw new ModelError(tooLarge, `${key} has ${bytes} bytes; at most ${limit} are allowed.`, {
            bytes,
          });
        const { Body } = await client.send(new GetObjectCommand(pinned));
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      }),
    write: (bucket, key, body, contentType) =>
      told(key, async () => {
        await client.send(
          new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }),
        );
      }),
    close: () => client.destroy(),
  };
}

async function told<T>(key: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    const status = error.$metadata.httpStatusCode ?? 0;
    if (missing.has(status))
      throw new ModelError('ObjectMissing', `${key} is not there in the version that the job names.`);
    if (denied.has(status))
      throw new ModelError('StorageDenied', `S3 denied access to ${key}: ${error.name}.`);
    if (full.has(error.name))
      throw new ModelError('StorageFull', `S3 has no room for ${key}: ${error.name}.`);
    throw error;
  }
}
