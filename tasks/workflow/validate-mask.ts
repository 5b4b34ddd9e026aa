import type * as z from 'zod/mini';
import type { Mask } from '#contracts/image.ts';
import { sessionKeys } from '#contracts/keys.ts';
import { bytesProblem } from '#contracts/mask/checks.ts';
import { metricNames } from '#contracts/names.ts';
import { ValidateMaskRequest, type ValidateMaskResult } from '#contracts/workflow.ts';
import { InvalidInputError, refuse } from '#tasks/core/errors.ts';
import { prepareMask } from '#tasks/core/mask/prepare.ts';
import { taskHandler } from '#tasks/core/middleware/task.ts';
import { keepOrDelete } from '#tasks/core/session/keep-or-delete.ts';
import { acceptMask, startMaskRound } from '#tasks/core/session/transitions.ts';
import { headObject, readObject } from '#tasks/core/storage/objects.ts';
import { putObject } from '#tasks/core/storage/put.ts';
import { count, logger } from '#tasks/core/telemetry/telemetry.ts';
import { type EnvironmentOf, validateMask } from '#tasks/manifest.ts';

type Request = z.infer<typeof ValidateMaskRequest>;
type Result = z.infer<typeof ValidateMaskResult>;
type Environment = EnvironmentOf<typeof validateMask>;

/**
 * ValidateMask: reads the submitted version and makes of it the mask that the model uses. A rejected mask is a result,
 * not an error.
 */
export const handler = taskHandler(validateMask, ValidateMaskRequest, async (request, environment) => {
  const { JOB_STATUS_TABLE, S3_BUCKET } = environment;
  await startMaskRound(JOB_STATUS_TABLE, request, request.round, request.mask.version);
  try {
    const mask = await prepare(request, environment);
    await keepOrDelete(S3_BUCKET, [mask], () => acceptMask(JOB_STATUS_TABLE, request, request.round, mask));
    return { accepted: true, mask } satisfies Result;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    count(metricNames.maskRefused);
    logger.info('The mask was refused', { code: error.code, round: request.round });
    return { accepted: false, reason: { code: error.code, message: error.message } } satisfies Result;
  }
});

async function prepare(request: Request, environment: Environment): Promise<Mask> {
  const { png, coverage } = await prepareMask(
    await read(request, environment),
    request.image,
    { minCoverage: environment.MIN_MASK_COVERAGE, maxCoverage: environment.MAX_MASK_COVERAGE },
    { timeoutMs: environment.PREPARE_MASK_SECONDS * 1_000 },
  );
  const { mask: key } = sessionKeys(request.user_id, request.session_id);
  const stored = await putObject(environment.S3_BUCKET, { key, bytes: png, contentType: 'image/png' });
  return { ...stored, coverage };
}

async function read({ mask }: Request, environment: Environment): Promise<Uint8Array> {
  const limit = environment.MAX_MASK_BYTES;
  const stored = await headObject(environment.S3_BUCKET, mask.key, mask.version);
  if (stored === undefined) throw missing();
  refuse(bytesProblem(stored.bytes, limit));
  const bytes = await readObject(environment.S3_BUCKET, mask.key, { version: mask.version, limit });
  if (bytes === undefined) throw missing();
  return bytes;
}

function missing(): InvalidInputError {
  return new InvalidInputError('MaskMissing', 'The mask is gone. Upload it again.');
}
