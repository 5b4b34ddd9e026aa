import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { PinnedObject } from '#contracts/common.ts';
import { s3 } from '../clients.ts';
import { DependencyError } from '../errors.ts';

/** An object to store. */
export interface NewObject {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly cacheControl?: string;
}

/** Stores an object. @returns its key and version */
export async function putObject(bucket: string, object: NewObject): Promise<PinnedObject> {
  const { key, bytes, contentType, cacheControl } = object;
  const { VersionId: version } = await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: bytes,
      ContentType: contentType,
      CacheControl: cacheControl,
    }),
  );
  if (version === undefined) {
    throw new DependencyError('BucketNotVersioned', 'The bucket has no versioning. Enable it.');
  }
  return { key, version };
}

/** Deletes versions for good, such as those that were stored for a session that was deleted meanwhile. */
export async function deleteVersions(bucket: string, objects: readonly PinnedObject[]): Promise<void> {
  for (const { key, version } of objects) {
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: version }));
  }
}
