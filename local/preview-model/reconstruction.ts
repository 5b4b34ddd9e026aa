import type { Quality } from '#tasks/core/contracts/common.ts';
import type { MeshStats } from '#tasks/core/contracts/model-job.ts';
import { readMask, type Silhouette } from './mask.ts';
import { openPhoto } from './photo.ts';
import { encodePly } from './ply.ts';
import { inflate } from './solid/inflate.ts';
import type { Watch } from './watch.ts';

const points: Readonly<Record<Quality, number>> = { low: 10_000, medium: 50_000, high: 200_000 };
/** Longer side of the picture that colours come from: about as fine as 200,000 points. */
const pictureSide = 512;

export interface ReconstructionInput {
  readonly photo: Uint8Array;
  readonly mask: Uint8Array;
  readonly quality: Quality;
  readonly seed: number;
  readonly maxPixels: number;
  /** Goes into the file's header. */
  readonly comment: string;
}

export interface Reconstruction {
  readonly ply: Uint8Array<ArrayBuffer>;
  readonly stats: MeshStats;
}

/**
 * Photo and mask to a closed point cloud; the same seed makes the same bytes.
 * @throws ModelError ImageUnreadable, ImageTooLarge, MaskUnreadable, MaskSizeMismatch or MaskEmpty
 */
export async function reconstruct(job: ReconstructionInput, watch: Watch): Promise<Reconstruction> {
  const { silhouette, picture } = await watch.step('decode', async () => {
    const photo = await openPhoto(job.photo, job.maxPixels);
    const silhouette = await readMask(job.mask, photo);
    return { silhouette, picture: await photo.pixels(pictureSize(silhouette), silhouette.bounds) };
  });
  const ply = await watch.step('model', async () =>
    encodePly(inflate(silhouette, picture, points[job.quality], job.seed), job.comment),
  );
  return { ply, stats: statsOf(silhouette, ply, points[job.quality]) };
}

function pictureSize({ bounds }: Silhouette): { width: number; height: number } {
  const scale = Math.min(1, pictureSide / Math.max(bounds.width, bounds.height));
  return {
    width: Math.max(1, Math.round(bounds.width * scale)),
    height: Math.max(1, Math.round(bounds.height * scale)),
  };
}

function statsOf({ selected, width, height }: Silhouette, ply: Uint8Array, num_points: number): MeshStats {
  return {
    num_points,
    file_size_mb: Math.round((ply.length / 2 ** 20) * 1000) / 1000,
    has_colors: true,
    mask_coverage_percent: Math.round(((100 * selected) / (width * height)) * 1000) / 1000,
  };
}
