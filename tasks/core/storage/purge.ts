import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import { asyncFailurePrefix, asyncOutputPrefix, sessionKeys } from '#contracts/keys.ts';
import { s3 } from '../clients.ts';
import { DependencyError } from '../errors.ts';

/** Deletes every version of every object of a session. Repeating it is safe. */
export async function purgeSession(
  bucket: string,
  session: { job_id: string; user_id: string; session_id: string },
): Promise<void> {
  const prefixes = [
    sessionKeys(session.user_id, session.session_id).prefix,
    `${asyncOutputPrefix}${session.job_id}/`,
    `${asyncFailurePrefix}${session.job_id}/`,
  ];
  for (const prefix of prefixes) await purgePrefix(bucket, prefix);
}

async function purgePrefix(bucket: string, prefix: string): Promise<void> {
  let marker: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (marker !== undefined) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...marker }),
    );
    // A page holds at most 1,000 versions and markers, which is what one DeleteObjects takes.
    const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (found.length > 0) await deleteAll(bucket, found);
    marker = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined;
  }
}

async function deleteAll(
  bucket: string,
  found: readonly { Key?: string; VersionId?: string }[],
): Promise<void> {
  const objects = found.map(({ Key, VersionId }) => ({ Key, VersionId }));
  const deleted = await s3.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
  );
  if (deleted.Errors !== undefined && deleted.Errors.length > 0) {
    throw new DependencyError(
      'DependencyUnavailable',
      'Some objects of a deleted session could not be deleted.',
      {
        objects: deleted.Errors.length,
      },
    );
  }
}
