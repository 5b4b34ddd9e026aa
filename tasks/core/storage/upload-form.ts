import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { s3 } from '../clients/s3.ts';

/** A form that lets a browser post one object: this key, this type, this size, for some seconds. */
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
