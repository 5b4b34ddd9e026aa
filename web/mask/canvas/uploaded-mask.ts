import type { Mask, Size } from '#client/mask/index.ts';
import type { Reason } from '#contracts/common.ts';
import { bytesProblem, coverageProblem } from '#contracts/mask/checks.ts';
import type { MaskLimits } from '#contracts/web-config.ts';
import { coverageOf } from '../model/compose.ts';
import { fileProblem, maskUnreadable } from '../model/uploaded-mask.ts';
import { decodeMask } from './decode-mask.ts';

/** A mask that the user made elsewhere. The file is submitted unchanged; `mask` is only for showing it. */
export interface UploadedMask {
  readonly file: File;
  readonly mask: Mask;
}

/** Reads and checks a mask file. @param size of the shown mask */
export async function readUploadedMask(
  file: File,
  photo: Size,
  size: Size,
  limits: MaskLimits,
): Promise<UploadedMask | Reason> {
  const tooLarge = bytesProblem(file.size, limits.maxBytes);
  if (tooLarge) return tooLarge;
  const problem = fileProblem(new Uint8Array(await file.arrayBuffer()), photo);
  if (problem) return problem;
  const mask = await decodeMask(file, size);
  if (!mask) return maskUnreadable;
  return coverageProblem(coverageOf(mask), limits) ?? { file, mask };
}
