import sharp from 'sharp';
import type { Silhouette } from '../mask.ts';
import { type Domain, depthOn } from './depth.ts';

/** The silhouette on a grid of nodes with an empty margin around it. */
export interface Grid extends Domain {
  /** Photo pixels between nodes. */
  readonly spacing: number;
  /** Solution of ∇²u = −4 on the object and 0 outside, in node units: on a disc √u is the half sphere over it. */
  readonly depth: Float32Array;
}

export const margin = 2;

/**
 * Samples a silhouette and computes its depth.
 * @param nodes along the longer side of the silhouette
 */
export async function gridOf({ data, width, height, bounds }: Silhouette, nodes: number): Promise<Grid> {
  const spacing = Math.max(bounds.width, bounds.height) / nodes;
  const [across, down] = [bounds.width, bounds.height].map((side) => Math.max(1, Math.round(side / spacing)));
  const share = await sharp(data, { raw: { width, height, channels: 1 } })
    .extract(bounds)
    .resize(across, down, { fit: 'fill', kernel: 'linear' })
    .extend({ top: margin, bottom: margin, left: margin, right: margin, background: 'black' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  /** The rim is where half is covered, or less where the entire silhouette is thinner than the grid. */
  const level = share.reduce((a, b) => Math.max(a, b), 0) / 2;
  const inside = Float32Array.from(share, (value) => value - level);
  const columns = (across ?? 1) + 2 * margin;
  const domain = { columns, rows: inside.length / columns, inside };
  return { ...domain, spacing, depth: depthOn(domain) };
}
