import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from '../clients.ts';
import { headObject } from './objects.ts';

/** Copies an object (a pinned version, or the newest) inside the bucket. @returns false when it is not there */
export async function copyObject(
  bucket: string,
  source: { key: string; version?: string },
  key: string,
): Promise<boolean> {
  const found = await headObject(bucket, source.key, source.version);
  if (found === undefined) return false;
  const path = `${bucket}/${found.key}`.split('/').map(encodeURIComponent).join('/');
  await s3.send(
    new CopyObjectCommand({
      Bucket: bucket,
      Key: key,
      CopySource: `${path}?versionId=${encodeURIComponent(found.version)}`,
    }),
  );
  return true;
}
