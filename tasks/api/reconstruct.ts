import { ReconstructRequest } from '#contracts/api.ts';
import {
  jobIdOf,
  photoKeys,
  sessionKeys,
  uploadedMaskKey,
  uploadedMaskKeys,
  uploadedPhotoKey,
  uploadedPhotoKeys,
} from '#contracts/keys.ts';
import type { SessionRow } from '#contracts/session.ts';
import { BadRequestError, ConflictError, NotFoundError } from '#tasks/core/errors.ts';
import { apiHandler } from '#tasks/core/middleware/api.ts';
import { bodyOf, callerOf } from '#tasks/core/middleware/request.ts';
import { readLiveRow } from '#tasks/core/session/store.ts';
import { submitMask } from '#tasks/core/session/submission.ts';
import { headObject } from '#tasks/core/storage/objects.ts';
import { logSession } from '#tasks/core/telemetry/telemetry.ts';
import { reconstruct } from '#tasks/manifest.ts';

/** POST /reconstruct: submits a mask to the session that waits for it. */
export const handler = apiHandler(reconstruct, async (event, { S3_BUCKET, JOB_STATUS_TABLE }) => {
  const { userId } = callerOf(event);
  const { session_id, image_s3_key, mask_s3_key, quality, seed } = bodyOf(event, ReconstructRequest);
  const jobId = jobIdOf(userId, session_id);
  logSession(jobId);
  checkPhotoKey(userId, session_id, image_s3_key);
  checkMaskKey(userId, session_id, mask_s3_key);
  const row = await readLiveRow(JOB_STATUS_TABLE, jobId, userId);
  checkPhoto(row, image_s3_key);
  const mask = await headObject(S3_BUCKET, mask_s3_key);
  if (mask === undefined) {
    throw new NotFoundError('MaskMissing', 'There is no mask at mask_s3_key. Upload it first.');
  }
  const submission = { mask: { key: mask.key, version: mask.version }, quality, seed };
  await submitMask(JOB_STATUS_TABLE, row, submission);
  return {
    status: 202,
    body: {
      job_id: jobId,
      status: row.status === 'completed' ? 'completed' : 'processing',
      output_s3_key: sessionKeys(userId, session_id).mesh,
      poll_url: `/status/${jobId}`,
    },
  };
});

function checkMaskKey(userId: string, sessionId: string, maskKey: string): void {
  if (uploadedMaskKeys(userId, sessionId).includes(maskKey)) return;
  throw new BadRequestError(
    'MaskKeyInvalid',
    `mask_s3_key must be a mask of this session, such as ${uploadedMaskKey(userId, sessionId, 'png')}.`,
  );
}

/** A client may name the photo that it uploaded, or the one prepared from it, whose URL `result` has. */
function checkPhotoKey(userId: string, sessionId: string, photoKey: string): void {
  const own = [...uploadedPhotoKeys(userId, sessionId), ...photoKeys(userId, sessionId)];
  if (own.includes(photoKey)) return;
  throw new BadRequestError(
    'PhotoKeyInvalid',
    `image_s3_key must be the photo of this session, such as ${uploadedPhotoKey(userId, sessionId, 'jpeg')}.`,
  );
}

function checkPhoto(row: SessionRow, photoKey: string): void {
  if (photoKey === row.image_key || photoKey === row.image?.key) return;
  throw new ConflictError(
    'SessionInputDiffers',
    'This session was started with another photo. Use a new session_id.',
  );
}
