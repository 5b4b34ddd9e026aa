import type { Reason } from './reason.ts';

/** What the server accepts; it checks again, by its own settings. */
export interface MaskLimits {
  /** Percent of the photo that a mask selects at least, and at most. */
  readonly minCoverage: number;
  readonly maxCoverage: number;
  readonly maxBytes: number;
}

/** Defaults of a deployment. */
export const usualLimits: MaskLimits = { minCoverage: 0.1, maxCoverage: 95, maxBytes: 10_000_000 };

/** Why a mask with this coverage cannot be sent; undefined when it can. */
export function coverageProblem(percent: number, limits: MaskLimits = usualLimits): Reason | undefined {
  if (percent === 0) return { code: 'MaskEmpty', message: 'Nothing is selected yet: click the object.' };
  if (percent < limits.minCoverage)
    return {
      code: 'MaskTooSmall',
      message: `The selection is less than ${limits.minCoverage} % of the photo: select more of the object.`,
    };
  if (percent > limits.maxCoverage)
    return {
      code: 'MaskFull',
      message: `The selection is more than ${limits.maxCoverage} % of the photo: select the object alone, and leave some background.`,
    };
  return undefined;
}
