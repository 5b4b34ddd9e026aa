import type * as z from 'zod/mini';
import type { Mask } from '#contracts/image.ts';
import { bytesProblem } from '#contracts/mask/checks.ts';
import { metricNames } from '#contracts/names.ts';
import { ValidateMaskRequest, type ValidateMaskResult } from '#contracts/workflow.ts';
import { InvalidInputError } from '#tasks/core/errors.ts';
import { maskCoverage, refuse } from '#tasks/core/mask/read-mask.ts';
import { taskHandler } from '#tasks/core/middleware/task.ts';
import { startMaskRound } from '#tasks/core/session/transitions.ts';
import { headObject, readObject } from '#tasks/core/storage/objects.ts';
import { count, logger } from '#tasks/core/telemetry/telemetry.ts';
import { type EnvironmentOf, validateMask } from '#tasks/manifest.ts';

type Request = z.infer<typeof ValidateMaskRequest>;
type Result = z.infer<typeof ValidateMaskResult>;

/** ValidateMask: reads the submitted version. A rejected mask is a result, not an error. */
export const handler = taskHandler(validateMask, ValidateMaskRequest, async (request, environment) => {
  await startMaskRound(environment.JOB_STATUS_TABLE, request, request.round, request.mask.version);
  try {
    return { accepted: true, mask: await readMask(request, environment) } satisfies Result;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    count(metricNames.maskRefused);
    logger.info('The mask was refused', { code: error.code, round: request.round });
    return { accepted: false, reason: { code: error.code, message: error.message } } satisfies Result;
  }
});

async function readMask(
  { mask, image }: Request,
  environment: EnvironmentOf<typeof validateMask>,
): Promise<Mask> {
  const limit = environment.MAX_MASK_BYTES;
  const stored = await headObject(environment.S3_BUCKET, mask.key, mask.version);
  if (stored === undefined) throw missing();
  refuse(bytesProblem(stored.bytes, limit));
  const bytes = await readObject(environment.S3_BUCKET, mask.key, { version: mask.version, limit });
  if (bytes === undefined) throw missing();
  const limits = { minCoverage: environment.MIN_MASK_COVERAGE, maxCoverage: environment.MAX_MASK_COVERAGE };
  return { ...mask, coverage: maskCoverage(bytes, image, limits) };
}

function missing(): InvalidInputError {
  return new InvalidInputError('MaskMissing', 'The mask is gone. Upload it again.');
}
