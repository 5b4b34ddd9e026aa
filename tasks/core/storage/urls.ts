import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { s3 } from '../clients.ts';

/** A presigned URL that reads one object. With `filename`, browsers save it under that name. */
export function readingUrl(
  bucket: string,
  object: { key: string; version?: string },
  options: { seconds: number; filename?: string },
): Promise<string> {
  const { seconds, filename } = options;
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: object.key,
    VersionId: object.version,
    ...(filename === undefined ? {} : { ResponseContentDisposition: `attachment; filename="${filename}"` }),
  });
  return getSignedUrl(s3, command, { expiresIn: seconds });
}

/**
 * A presigned URL that stays the same for some time, so that browsers cache what it reads.
 * @param seconds how long it is valid at least; at most twice as long
 */
export function steadyUrl(bucket: string, key: string, seconds: number): Promise<string> {
  const step = seconds * 1_000;
  return getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: key }), {
    signingDate: new Date(Math.floor(Date.now() / step) * step),
    expiresIn: 2 * seconds,
  });
}
