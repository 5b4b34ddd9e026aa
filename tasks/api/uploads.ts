import type * as z from 'zod/mini';
import { UploadRequest, type UploadResponse } from '#contracts/api.ts';
import { jobIdOf, photoKey, sessionKeys } from '#contracts/keys.ts';
import { ConflictError, NotFoundError } from '#tasks/core/errors.ts';
import { apiHandler } from '#tasks/core/middleware/api.ts';
import { bodyOf, callerOf } from '#tasks/core/middleware/request.ts';
import { readLiveRow, readRow } from '#tasks/core/session/store.ts';
import { copyObject } from '#tasks/core/storage/copy.ts';
import { uploadForm } from '#tasks/core/storage/upload-form.ts';
import { logSession } from '#tasks/core/telemetry/telemetry.ts';
import { isoIn } from '#tasks/core/time.ts';
import { type EnvironmentOf, uploads } from '#tasks/manifest.ts';

type Environment = EnvironmentOf<typeof uploads>;
type CopyRequest = Extract<z.infer<typeof UploadRequest>, { kind: 'copy' }>;

/** POST /uploads: a form to upload a photo or mask with, or a copy of an earlier session's photo. */
export const handler = apiHandler(uploads, async (event, environment) => {
  const { userId } = callerOf(event);
  const request = bodyOf(event, UploadRequest);
  const jobId = jobIdOf(userId, request.session_id);
  logSession(jobId);
  const row = await readRow(environment.JOB_STATUS_TABLE, jobId);
  if (row?.deleted_at !== undefined) {
    throw new ConflictError('SessionDeleted', 'This session was deleted. Use a new session_id.');
  }
  switch (request.kind) {
    case 'photo': {
      const format = request.content_type === 'image/jpeg' ? 'jpeg' : 'png';
      const key = photoKey(userId, request.session_id, format);
      return form(environment, key, request.content_type, environment.MAX_PHOTO_BYTES);
    }
    case 'mask': {
      const key = sessionKeys(userId, request.session_id).mask;
      return form(environment, key, request.content_type, environment.MAX_MASK_BYTES);
    }
    case 'copy':
      if (row !== undefined) {
        throw new ConflictError('SessionExists', 'This session has already started. Use a new session_id.');
      }
      return copy(environment, userId, request);
  }
});

async function form(environment: Environment, key: string, contentType: string, maxBytes: number) {
  const seconds = environment.UPLOAD_SECONDS;
  const upload = await uploadForm(environment.S3_BUCKET, { key, contentType, maxBytes, seconds });
  const body: UploadResponse = { s3_key: key, upload, expires_at: isoIn(seconds) };
  return { status: 200 as const, body };
}

async function copy(environment: Environment, userId: string, { session_id, copy_of }: CopyRequest) {
  const source = await readLiveRow(environment.JOB_STATUS_TABLE, copy_of, userId);
  const key = photoKey(userId, session_id, source.image_key.endsWith('.png') ? 'png' : 'jpeg');
  const copied = await copyObject(environment.S3_BUCKET, source.image ?? { key: source.image_key }, key);
  if (!copied) {
    throw new NotFoundError('PhotoMissing', 'The photo of that session is gone. Upload it again.');
  }
  const body: UploadResponse = { s3_key: key };
  return { status: 200 as const, body };
}
