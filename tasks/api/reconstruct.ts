import { ReconstructRequest } from '#contracts/api.ts';
import { jobIdOf, photoKeys, sessionKeys } from '#contracts/keys.ts';
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
  const keys = sessionKeys(userId, session_id);
  checkKeys({ image_s3_key, mask_s3_key }, photoKeys(userId, session_id), keys.mask);
  const row = await readLiveRow(JOB_STATUS_TABLE, jobId, userId);
  checkPhoto(row, image_s3_key);
  const mask = await headObject(S3_BUCKET, keys.mask);
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
      output_s3_key: keys.mesh,
      poll_url: `/status/${jobId}`,
    },
  };
});

function checkKeys(
  given: { image_s3_key: string; mask_s3_key: string },
  photos: readonly string[],
  mask: string,
): void {
  if (!photos.includes(given.image_s3_key)) {
    throw new BadRequestError('PhotoKeyInvalid', `image_s3_key must be ${photos.join(' or ')}.`);
  }
  if (given.mask_s3_key !== mask) {
    throw new BadRequestError('MaskKeyInvalid', `mask_s3_key must be ${mask}.`);
  }
}

function checkPhoto(row: SessionRow, imageKey: string): void {
  if (row.image_key === imageKey) return;
  throw new ConflictError(
    'SessionInputDiffers',
    'This session was started with another photo. Use a new session_id.',
  );
}
