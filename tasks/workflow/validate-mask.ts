import type * as z from 'zod/mini';
import type { Mask } from '#tasks/core/contracts/image.ts';
import { ValidateMaskRequest, type ValidateMaskResult } from '#tasks/core/contracts/workflow.ts';
import type { EnvironmentOf } from '#tasks/core/environment.ts';
import { InvalidInputError } from '#tasks/core/errors.ts';
import { maskCoverage } from '#tasks/core/mask/read-mask.ts';
import { count, logger } from '#tasks/core/middleware/observability.ts';
import { taskHandler } from '#tasks/core/middleware/task.ts';
import { metricNames } from '#tasks/core/names.ts';
import { beginMask } from '#tasks/core/session/transitions.ts';
import { headObject, readObject } from '#tasks/core/storage/objects.ts';

type Request = z.infer<typeof ValidateMaskRequest>;
type Result = z.infer<typeof ValidateMaskResult>;

/** ValidateMask: reads the very version that was handed in. A mask that cannot be used is an answer, no error. */
export const handler = taskHandler('validate-mask', ValidateMaskRequest, async (request, environment) => {
  await beginMask(environment.JOB_STATUS_TABLE, request, request.round, request.mask.version);
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
  environment: EnvironmentOf<'validate-mask'>,
): Promise<Mask> {
  const limit = environment.MAX_MASK_BYTES;
  const stored = await headObject(environment.S3_BUCKET, mask.key, mask.version);
  if (stored === undefined) throw missing();
  if (stored.bytes > limit) {
    throw new InvalidInputError(
      'MaskTooLarge',
      `The mask has more than ${(limit / 1_000_000).toFixed(1)} MB: save it as a plain black and white PNG.`,
    );
  }
  const bytes = await readObject(environment.S3_BUCKET, mask.key, { version: mask.version, limit });
  if (bytes === undefined) throw missing();
  const limits = { minCoverage: environment.MIN_MASK_COVERAGE, maxCoverage: environment.MAX_MASK_COVERAGE };
  return { ...mask, coverage: maskCoverage(bytes, image, limits) };
}

function missing(): InvalidInputError {
  return new InvalidInputError('MaskMissing', 'The mask is gone: upload it again.');
}
