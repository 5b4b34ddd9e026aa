import { SessionMetadata } from '../contracts/metadata.ts';
import { sessionKeys } from '../keys.ts';
import { loggable } from '../middleware/loggable.ts';
import { logger } from '../middleware/observability.ts';
import { readObject } from '../storage/objects.ts';

const metadataLimit = 65_536;

/** The address in `metadata.json`: the verified claim. @returns undefined when it cannot be read */
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
    logger.error('metadata.json cannot be read', { failure: loggable(error) });
    return undefined;
  }
}
