import type { Pixels } from '../photo.ts';
import type { Grid } from './grid.ts';

/** The back is as bright as this share of the front. */
const backBrightness = 0.6;
/** Colours within so many nodes of the rim come from further in: there the photo mixes in the background. */
const rimNodes = 2;

/** What colours a solid: the photo cut to the silhouette's bounds, and where the rim is. */
export interface Paint {
  readonly picture: Pixels;
  /** Node position of the picture's upper left corner, and picture pixels per node. */
  readonly left: number;
  readonly top: number;
  readonly scale: number;
  readonly grid: Grid;
  /** Solution of the Poisson equation: its gradient points away from the rim. */
  readonly depth: Float32Array;
}

/** Colour seen from the front at node position (x, y). */
export function colourAt(paint: Paint, x: number, y: number): readonly [number, number, number] {
  const [fromX, fromY] = awayFromRim(paint, x, y);
  const { width, height, data } = paint.picture;
  const px = Math.min(width - 1, Math.max(0, Math.floor((fromX - paint.left) * paint.scale)));
  const py = Math.min(height - 1, Math.max(0, Math.floor((fromY - paint.top) * paint.scale)));
  const i = (py * width + px) * 3;
  return [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
}

/** Brightness at height z of a solid whose back reaches to −`deepest`: the front's, fading behind the rim. */
export function brightness(z: number, deepest: number): number {
  const share = Math.min(1, Math.max(0, -z / (0.5 * deepest)));
  return 1 - (1 - backBrightness) * share * share * (3 - 2 * share);
}

function awayFromRim({ grid, depth }: Paint, x: number, y: number): readonly [number, number] {
  const column = Math.min(grid.columns - 2, Math.max(1, Math.round(x)));
  const row = Math.min(grid.rows - 2, Math.max(1, Math.round(y)));
  const i = row * grid.columns + column;
  const gx = ((depth[i + 1] ?? 0) - (depth[i - 1] ?? 0)) / 2;
  const gy = ((depth[i + grid.columns] ?? 0) - (depth[i - grid.columns] ?? 0)) / 2;
  const steepness = Math.hypot(gx, gy);
  const missing = rimNodes - (depth[i] ?? 0) / steepness;
  return missing > 0 && steepness > 0
    ? [x + (gx / steepness) * missing, y + (gy / steepness) * missing]
    : [x, y];
}
