import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { s3 } from '../clients.ts';

/** A presigned form that uploads one object with exactly this key, type and size limit. */
export async function uploadForm(
  bucket: string,
  upload: { key: string; contentType: string; maxBytes: number; seconds: number },
): Promise<{ url: string; fields: Record<string, string> }> {
  const { key, contentType, maxBytes, seconds } = upload;
  return createPresignedPost(s3, {
    Bucket: bucket,
    Key: key,
    Fields: { 'Content-Type': contentType },
    Conditions: [['content-length-range', 1, maxBytes]],
    Expires: seconds,
  });
}
