import { InitializeRequest } from '#contracts/api.ts';
import { jobIdOf, sessionKeys, uploadedPhotoKey, uploadedPhotoKeys } from '#contracts/keys.ts';
import type { SessionRow } from '#contracts/session.ts';
import { BadRequestError, ConflictError, NotFoundError } from '#tasks/core/errors.ts';
import { startSession } from '#tasks/core/execution/start.ts';
import { apiHandler } from '#tasks/core/middleware/api.ts';
import { bodyOf, callerOf, verifiedEmail } from '#tasks/core/middleware/request.ts';
import { createRow, type NewSession, readRow } from '#tasks/core/session/store.ts';
import { headObject } from '#tasks/core/storage/objects.ts';
import { logSession } from '#tasks/core/telemetry/telemetry.ts';
import { type EnvironmentOf, initialize } from '#tasks/manifest.ts';

/** POST /initialize: starts a session. Repeating it answers for the same session. */
export const handler = apiHandler(initialize, async (event, environment) => {
  const caller = callerOf(event);
  const email = verifiedEmail(caller);
  const { session_id, image_s3_key } = bodyOf(event, InitializeRequest);
  const session = {
    job_id: jobIdOf(caller.userId, session_id),
    user_id: caller.userId,
    session_id,
    image_key: image_s3_key,
  };
  logSession(session.job_id);
  checkPhotoKey(session);
  const row = await rowOf(environment, session);
  if (row.stage === 'starting' && row.status === 'processing') await startSession(environment, row, email);
  return {
    status: 202,
    body: {
      job_id: row.job_id,
      status: row.status,
      embeddings_s3_key: sessionKeys(row.user_id, row.session_id).embeddings,
      poll_url: `/status/${row.job_id}`,
    },
  };
});

function checkPhotoKey({ user_id, session_id, image_key }: NewSession): void {
  if (uploadedPhotoKeys(user_id, session_id).includes(image_key)) return;
  throw new BadRequestError(
    'PhotoKeyInvalid',
    `image_s3_key must be a photo of this session, such as ${uploadedPhotoKey(user_id, session_id, 'jpeg')}.`,
  );
}

async function rowOf(
  environment: EnvironmentOf<typeof initialize>,
  session: NewSession,
): Promise<SessionRow> {
  const { S3_BUCKET, JOB_STATUS_TABLE } = environment;
  const before = await readRow(JOB_STATUS_TABLE, session.job_id);
  if (before !== undefined) return same(before, session);
  if ((await headObject(S3_BUCKET, session.image_key)) === undefined) {
    throw new NotFoundError('PhotoMissing', 'There is no photo at image_s3_key. Upload it first.');
  }
  const created = await createRow(JOB_STATUS_TABLE, session);
  if (created !== undefined) return created;
  const other = await readRow(JOB_STATUS_TABLE, session.job_id);
  if (other === undefined) throw new ConflictError('SessionChanging', 'The session is changing. Try again.');
  return same(other, session);
}

/** A session id belongs to one photo. It cannot be used for another one, or after the session was deleted. */
function same(row: SessionRow, { image_key }: NewSession): SessionRow {
  if (row.deleted_at !== undefined) {
    throw new ConflictError('SessionDeleted', 'This session was deleted. Use a new session_id.');
  }
  if (row.image_key !== image_key) {
    throw new ConflictError(
      'SessionInputDiffers',
      'This session was started with another photo. Use a new session_id.',
    );
  }
  return row;
}
