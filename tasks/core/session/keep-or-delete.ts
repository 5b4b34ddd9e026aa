import type { PinnedObject } from '#contracts/common.ts';
import { ConflictError } from '../errors.ts';
import { deleteVersions } from '../storage/put.ts';

/**
 * Writes to the row that objects were stored, and deletes them again when the session was deleted meanwhile: its purge
 * may have come before them.
 * @throws ConflictError `SessionCancelled` as `write` does
 */
export async function keepOrDelete(
  bucket: string,
  stored: readonly PinnedObject[],
  write: () => Promise<unknown>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (error instanceof ConflictError) await deleteVersions(bucket, stored);
    throw error;
  }
}
