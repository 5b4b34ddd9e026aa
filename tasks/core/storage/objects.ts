import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import type { PinnedObject } from '#contracts/common.ts';
import { serviceStatusOf } from '../aws-errors.ts';
import { s3 } from '../clients.ts';
import { DependencyError, InvalidInputError } from '../errors.ts';

/** An object as it is now, pinned to its version. */
export interface StoredObject extends PinnedObject {
  readonly bytes: number;
}

/** Reads the head of an object. @returns undefined when it, or that version of it, does not exist */
export async function headObject(
  bucket: string,
  key: string,
  version?: string,
): Promise<StoredObject | undefined> {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: version }));
    if (head.VersionId === undefined) {
      throw new DependencyError('BucketNotVersioned', 'The bucket has no versioning. Enable it.');
    }
    return { key, version: head.VersionId, bytes: head.ContentLength ?? 0 };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * Reads an object, at most `limit` bytes of it.
 * @returns undefined when it is not there
 * @throws InvalidInputError `ObjectTooLarge` when it has more bytes
 */
export async function readObject(
  bucket: string,
  key: string,
  options: { version?: string; limit: number },
): Promise<Uint8Array | undefined> {
  try {
    const { version, limit } = options;
    const found = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version }));
    if ((found.ContentLength ?? 0) > limit) {
      if (found.Body instanceof Readable) found.Body.destroy();
      throw new InvalidInputError('ObjectTooLarge', `An object is larger than ${limit} bytes.`);
    }
    return await found.Body?.transformToByteArray();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** 404 for key and version, 405 for a version that is a delete marker. */
function isMissing(error: unknown): boolean {
  const status = serviceStatusOf(error);
  if (status === 404 || status === 405) return true;
  return error instanceof Error && ['NotFound', 'NoSuchKey', 'NoSuchVersion'].includes(error.name);
}
