import { sessionKeys } from '#contracts/keys.ts';
import { SessionMetadata } from '#contracts/metadata.ts';
import { isTransient } from '../aws-errors.ts';
import { readObject } from '../storage/objects.ts';
import { loggable } from '../telemetry/loggable.ts';
import { logger } from '../telemetry/telemetry.ts';

const metadataLimit = 65_536;

/**
 * The address in `metadata.json`: the verified claim.
 * @returns undefined when there is none
 * @throws the error of a read that a retry may cure, so that the user's email is not lost
 */
export async function recipientOf(
  bucket: string,
  session: { user_id: string; session_id: string },
): Promise<string | undefined> {
  const key = sessionKeys(session.user_id, session.session_id).metadata;
  try {
    const bytes = await readObject(bucket, key, { limit: metadataLimit });
    if (bytes === undefined) return undefined;
    return SessionMetadata.parse(JSON.parse(Buffer.from(bytes).toString())).user_email;
  } catch (error) {
    if (isTransient(error)) throw error;
    logger.error('metadata.json cannot be read', { failure: loggable(error) });
    return undefined;
  }
}
