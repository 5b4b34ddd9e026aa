import type { PhotoLimits } from '#contracts/web-config.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Longest side after scaling. Gen3D works with no larger photos. */
const longestSide = 4_096;
/** Browsers on iOS have no larger canvas. */
const maxCanvasPixels = 16_777_216;

/**
 * The size that a photo over the limits is scaled to: the largest that keeps its aspect, and never larger than it is.
 * Its short side stays within the limits even when its long side does not.
 * @example scaledSize({ width: 20_000, height: 15_000 }, limits) // { width: 4096, height: 3072 }
 */
export function scaledSize(
  { width, height }: Size,
  { maxPixels, minSide }: Pick<PhotoLimits, 'maxPixels' | 'minSide'>,
): Size {
  const bySides = Math.max(longestSide / Math.max(width, height), minSide / Math.min(width, height));
  const byPixels = Math.sqrt(Math.min(maxPixels, maxCanvasPixels) / (width * height));
  const scale = Math.min(1, bySides, byPixels);
  return { width: scaled(width, scale, minSide), height: scaled(height, scale, minSide) };
}

/** Rounding down never exceeds the number of pixels. */
function scaled(side: number, scale: number, minSide: number): number {
  return Math.max(Math.min(minSide, side), Math.floor(side * scale + 1e-6), 1);
}
