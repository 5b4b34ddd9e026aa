import type * as z from 'zod/mini';
import type { Photo } from '#contracts/image.ts';
import { uprightSize } from '#contracts/photo/header.ts';
import { bytesProblem, inspectPhoto } from '#contracts/photo/inspect.ts';
import { ValidateInputRequest, type ValidateInputResult } from '#contracts/workflow.ts';
import { InvalidInputError, refuse } from '#tasks/core/errors.ts';
import { taskHandler } from '#tasks/core/middleware/task.ts';
import { preparePhoto } from '#tasks/core/photo/prepare.ts';
import { objectsOf, storePhoto } from '#tasks/core/photo/store-photo.ts';
import { keepOrDelete } from '#tasks/core/session/keep-or-delete.ts';
import { advance } from '#tasks/core/session/transitions.ts';
import { headObject, readObject, type StoredObject } from '#tasks/core/storage/objects.ts';
import { type EnvironmentOf, validateInput } from '#tasks/manifest.ts';

type Request = z.infer<typeof ValidateInputRequest>;
type Environment = EnvironmentOf<typeof validateInput>;

/**
 * ValidateInput: reads the upload once and makes of it the photo that everything after it uses. A repeat prepares it
 * again: the versions in its own result count.
 */
export const handler = taskHandler(validateInput, ValidateInputRequest, async (request, environment) => {
  const { JOB_STATUS_TABLE, S3_BUCKET } = environment;
  await advance(JOB_STATUS_TABLE, request, 'validating');
  const image = await prepare(request, environment);
  await keepOrDelete(S3_BUCKET, objectsOf(image), () =>
    advance(JOB_STATUS_TABLE, request, 'validating', { image }),
  );
  return { image } satisfies z.infer<typeof ValidateInputResult>;
});

async function prepare(request: Request, environment: Environment): Promise<Photo> {
  const { S3_BUCKET, PHOTO_SIDE, PREPARE_PHOTO_SECONDS } = environment;
  const { bytes, stored } = await read(request.image_key, environment);
  const { header } = inspected(bytes, environment);
  const prepared = await preparePhoto(bytes, header, {
    maxSide: PHOTO_SIDE,
    timeoutMs: PREPARE_PHOTO_SECONDS * 1_000,
  });
  const photo = await storePhoto(S3_BUCKET, request, prepared);
  return { ...photo, upload: { ...stored, format: header.format, ...uprightSize(header) } };
}

async function read(
  key: string,
  { S3_BUCKET, MAX_PHOTO_BYTES }: Environment,
): Promise<{ bytes: Uint8Array; stored: StoredObject }> {
  const stored = await headObject(S3_BUCKET, key);
  if (stored === undefined) throw missing();
  refuse(bytesProblem(stored.bytes, { maxBytes: MAX_PHOTO_BYTES }));
  const bytes = await readObject(S3_BUCKET, key, { version: stored.version, limit: MAX_PHOTO_BYTES });
  if (bytes === undefined) throw missing();
  return { bytes, stored };
}

function inspected(bytes: Uint8Array, environment: Environment) {
  const inspection = inspectPhoto(bytes, {
    maxBytes: environment.MAX_PHOTO_BYTES,
    maxPixels: environment.MAX_PHOTO_PIXELS,
    minSide: environment.MIN_PHOTO_PIXELS,
    maxAspect: environment.MAX_PHOTO_ASPECT,
  });
  if ('header' in inspection) return inspection;
  throw new InvalidInputError(inspection.problem.code, inspection.problem.message);
}

function missing(): InvalidInputError {
  return new InvalidInputError('PhotoMissing', 'The photo is gone. Upload it again and start a new session.');
}
