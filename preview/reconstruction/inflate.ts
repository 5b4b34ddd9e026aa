import type { Silhouette } from '../mask.ts';
import type { Pixels } from '../photo.ts';
import { type Grid, gridOf, margin } from './grid.ts';
import type { Mesh } from './ply.ts';
import { closedSurface } from './surface.ts';

/** Flatter than a ball, as half of the object is hidden. */
const roundness = 0.8;
/** The back is as bright as this share of the front. */
const backBrightness = 0.6;
/**
 * Colours within this share of the longer side, or two nodes, from the rim come from further in, because there the photo
 * mixes in the background.
 */
const rimShare = 1 / 64;

/**
 * Inflates a silhouette to a closed solid: as deep as it is broad around each place, with the front mirrored and
 * dimmed as its back. It is never deeper than the narrower of its width and height.
 * @param picture the photo cut to the silhouette's bounds, at any resolution of the same aspect
 * @param nodes of the grid along the longer side
 * @returns a mesh in the object's own frame: centred, within [−0.5, 0.5]³ with the longest side 1, x to the right and
 *   y up as in the photo, z towards the viewer
 */
export async function inflate(silhouette: Silhouette, picture: Pixels, nodes: number): Promise<Mesh> {
  const grid = await gridOf(silhouette, nodes);
  const narrow = Math.min(silhouette.bounds.width, silhouette.bounds.height) / grid.spacing;
  const highest = Math.sqrt(grid.depth.reduce((a, b) => Math.max(a, b), 0));
  const flatten = Math.min(roundness, narrow / (2 * highest));
  const { vertices, faces } = closedSurface(
    grid,
    grid.depth.map((value) => flatten * Math.sqrt(value)),
  );
  const middle = [(grid.columns - 1) / 2, (grid.rows - 1) / 2, 0];
  const longest = vertices.reduce(
    (most, value, i) => Math.max(most, 2 * Math.abs(value - (middle[i % 3] ?? 0))),
    0,
  );
  const [positions, colours] = [new Float32Array(vertices.length), new Uint8Array(vertices.length)];
  for (let i = 0; i < vertices.length; i += 3) {
    const [x = 0, y = 0, z = 0] = vertices.subarray(i, i + 3);
    const [middleX = 0, middleY = 0] = middle;
    positions.set([(x - middleX) / longest, (middleY - y) / longest, z / longest], i);
    const light = brightness(z / (flatten * highest));
    colours.set(
      colourAt(grid, picture, x, y).map((value) => Math.round(value * light)),
      i,
    );
  }
  return { positions, colours, faces };
}

/** Colour seen from the front at node position (x, y). */
function colourAt(grid: Grid, picture: Pixels, x: number, y: number): readonly number[] {
  const [fromX, fromY] = awayFromRim(grid, x, y);
  const pixel = (at: number, nodes: number, pixels: number) =>
    Math.min(pixels - 1, Math.max(0, Math.floor(((at - margin + 0.5) * pixels) / (nodes - 2 * margin))));
  const row = pixel(fromY, grid.rows, picture.height);
  const i = (row * picture.width + pixel(fromX, grid.columns, picture.width)) * 3;
  return [picture.data[i] ?? 0, picture.data[i + 1] ?? 0, picture.data[i + 2] ?? 0];
}

/** The depth's gradient points away from the rim. */
function awayFromRim({ columns, rows, depth }: Grid, x: number, y: number): readonly [number, number] {
  const i = Math.round(y) * columns + Math.round(x);
  const gx = ((depth[i + 1] ?? 0) - (depth[i - 1] ?? 0)) / 2;
  const gy = ((depth[i + columns] ?? 0) - (depth[i - columns] ?? 0)) / 2;
  const steepness = Math.hypot(gx, gy);
  const rim = Math.max(2, rimShare * Math.max(columns, rows));
  const missing = Math.max(0, rim - (depth[i] ?? 0) / steepness);
  return steepness > 0 ? [x + (gx / steepness) * missing, y + (gy / steepness) * missing] : [x, y];
}

/** Brightness at a height, 1 being the front and −1 the back: the front's, fading behind the rim. */
function brightness(height: number): number {
  const share = Math.min(1, Math.max(0, -2 * height));
  return 1 - (1 - backBrightness) * share * share * (3 - 2 * share);
}
