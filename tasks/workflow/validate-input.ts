import type * as z from 'zod/mini';
import { megabytes } from '#contracts/format.ts';
import { ValidateInputRequest, type ValidateInputResult } from '#contracts/workflow.ts';
import { InvalidInputError } from '#tasks/core/errors.ts';
import { taskHandler } from '#tasks/core/middleware/task.ts';
import { readPhoto } from '#tasks/core/photo/read-photo.ts';
import { advance } from '#tasks/core/session/transitions.ts';
import { headObject, readObject, type StoredObject } from '#tasks/core/storage/objects.ts';
import { type EnvironmentOf, validateInput } from '#tasks/manifest.ts';

/** ValidateInput: reads the photo and pins the version that it has read. */
export const handler = taskHandler(validateInput, ValidateInputRequest, async (request, environment) => {
  await advance(environment.JOB_STATUS_TABLE, request, 'validating');
  const stored = await headObject(environment.S3_BUCKET, request.image_key);
  if (stored === undefined) throw missing();
  checkBytes(stored, environment.MAX_PHOTO_BYTES);
  const { format, width, height } = readPhoto(
    await read(environment, stored),
    stored.key.endsWith('.png') ? 'png' : 'jpeg',
    {
      minSide: environment.MIN_PHOTO_PIXELS,
      maxPixels: environment.MAX_PHOTO_PIXELS,
    },
  );
  const image = { ...stored, format, width, height };
  await advance(environment.JOB_STATUS_TABLE, request, 'validating', { image });
  return { image } satisfies z.infer<typeof ValidateInputResult>;
});

async function read(
  environment: EnvironmentOf<typeof validateInput>,
  stored: StoredObject,
): Promise<Uint8Array> {
  const bytes = await readObject(environment.S3_BUCKET, stored.key, {
    version: stored.version,
    limit: environment.MAX_PHOTO_BYTES,
  });
  if (bytes === undefined) throw missing();
  return bytes;
}

function checkBytes({ bytes }: StoredObject, limit: number): void {
  if (bytes <= limit) return;
  throw new InvalidInputError(
    'PhotoTooLarge',
    `This photo is ${megabytes(bytes)}. The limit is ${megabytes(limit)}. Export a smaller copy.`,
  );
}

function missing(): InvalidInputError {
  return new InvalidInputError('PhotoMissing', 'The photo is gone. Upload it again and start a new session.');
}
