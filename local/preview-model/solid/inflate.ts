import type { Silhouette } from '../mask.ts';
import type { Pixels } from '../photo.ts';
import { gridOf } from './grid.ts';
import { brightness, colourAt, type Paint } from './paint.ts';
import { solvePoisson } from './poisson.ts';
import { seededRandom } from './random.ts';
import { scatter } from './scatter.ts';
import { frontSurface, type Surface } from './surface.ts';

/**
 * Coloured points in the object's own frame: centred, within [−0.5, 0.5]³ with the longest side 1, x to the
 * right and y up as in the photo, z towards the viewer.
 */
export interface PointCloud {
  /** x, y, z of each point. */
  readonly positions: Float32Array;
  /** Red, green, blue of each point. */
  readonly colours: Uint8Array;
}

/** Flatter than a ball: half of a thing is hidden, and people draw it so. */
const roundness = 0.8;

/**
 * Blows a silhouette up to a closed solid: as deep as it is broad around each place, the back mirrored and
 * dimmed. Never deeper than the narrower of its width and height.
 * @param picture the photo cut to the silhouette's bounds, at any resolution of the same aspect
 * @param count number of points, even
 */
export function inflate(silhouette: Silhouette, picture: Pixels, count: number, seed: number): PointCloud {
  const grid = gridOf(silhouette);
  const depth = solvePoisson(grid.inside, grid.columns, grid.rows);
  const { bounds } = silhouette;
  const narrow = Math.min(bounds.width, bounds.height) / grid.spacing;
  const deepest = Math.sqrt(depth.reduce((a, b) => Math.max(a, b), 0));
  const flatten = Math.min(roundness, narrow / (2 * deepest));
  const surface = frontSurface(
    grid,
    depth.map((value) => flatten * Math.sqrt(value)),
  );
  const paint: Paint = {
    picture,
    left: (bounds.left - grid.left) / grid.spacing,
    top: (bounds.top - grid.top) / grid.spacing,
    scale: (picture.width * grid.spacing) / bounds.width,
    grid,
    depth,
  };
  const random = seededRandom(seed);
  const solid: Solid = { paint, frame: frameOf(surface), deepest: flatten * deepest };
  const cloud = { positions: new Float32Array(count * 3), colours: new Uint8Array(count * 3) };
  place(cloud, scatter(surface, count / 2, random), 0, solid);
  const back = scatter(surface, count / 2, random).map((value, i) => (i % 3 === 2 ? -value : value));
  place(cloud, back, count / 2, solid);
  return cloud;
}

interface Solid {
  readonly paint: Paint;
  readonly frame: Frame;
  /** Largest z, in node units. */
  readonly deepest: number;
}

/** Middle and longest side of a solid, in node units. */
interface Frame {
  readonly x: number;
  readonly y: number;
  readonly longest: number;
}

function frameOf({ corners }: Surface): Frame {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  corners.forEach((value, i) => {
    low[i % 3] = Math.min(low[i % 3] ?? 0, value);
    high[i % 3] = Math.max(high[i % 3] ?? 0, value);
  });
  const [left = 0, top = 0] = low;
  const [right = 0, bottom = 0, nearest = 0] = high;
  const longest = Math.max(right - left, bottom - top, 2 * nearest);
  return { x: (left + right) / 2, y: (top + bottom) / 2, longest };
}

/** Adds points, given in node units, from an index on. */
function place(
  cloud: PointCloud,
  points: Float32Array,
  from: number,
  { paint, frame, deepest }: Solid,
): void {
  for (let i = 0; i < points.length / 3; i++) {
    const [x = 0, y = 0, z = 0] = points.subarray(3 * i, 3 * i + 3);
    const at = 3 * (from + i);
    const light = brightness(z, deepest);
    cloud.positions.set(
      [(x - frame.x) / frame.longest, (frame.y - y) / frame.longest, z / frame.longest],
      at,
    );
    cloud.colours.set(
      colourAt(paint, x, y).map((value) => Math.round(value * light)),
      at,
    );
  }
}
