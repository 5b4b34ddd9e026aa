import { extname } from 'node:path';
import type * as z from 'zod/mini';
import { UploadRequest, type UploadResponse } from '#contracts/api.ts';
import { jobIdOf, uploadedMaskKey, uploadedPhotoKey, uploadedPhotoKeys } from '#contracts/keys.ts';
import { maskContentTypes } from '#contracts/mask/formats.ts';
import { uploadContentTypes } from '#contracts/photo/formats.ts';
import type { SessionRow } from '#contracts/session.ts';
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
      const key = uploadedPhotoKey(userId, request.session_id, uploadContentTypes[request.content_type]);
      return form(environment, key, request.content_type, environment.MAX_PHOTO_BYTES);
    }
    case 'mask': {
      const key = uploadedMaskKey(userId, request.session_id, maskContentTypes[request.content_type]);
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
  const key = copyKey(userId, session_id, source);
  const copied = key !== undefined && (await copyObject(environment.S3_BUCKET, uploadOf(source), key));
  if (!copied) {
    throw new NotFoundError('PhotoMissing', 'The photo of that session is gone. Upload it again.');
  }
  const body: UploadResponse = { s3_key: key };
  return { status: 200 as const, body };
}

/** The user's file as it was validated. The photo of a row of release 0.1 is that file. */
function uploadOf({ image, image_key }: SessionRow): { key: string; version?: string } {
  return image?.upload ?? image ?? { key: image_key };
}

/** The new session's key with the same extension. */
function copyKey(userId: string, sessionId: string, { image_key }: SessionRow): string | undefined {
  const extension = extname(image_key);
  return uploadedPhotoKeys(userId, sessionId).find((key) => extname(key) === extension);
}
