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
