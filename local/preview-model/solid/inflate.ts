import type { Silhouette } from '../mask.ts';
import type { Pixels } from '../photo.ts';
import { gridOf } from './grid.ts';
import { brightness, colourAt, type Paint } from './paint.ts';
import { solvePoisson } from './poisson.ts';
import { scatter, seededRandom } from './scatter.ts';
import { frontSurface } from './surface.ts';

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
  const front = scatter(surface, count / 2, random);
  const back = scatter(surface, count / 2, random);
  const longest = Math.max(bounds.width, bounds.height) / grid.spacing;
  const cloud = { positions: new Float32Array(count * 3), colours: new Uint8Array(count * 3) };
  place(cloud, front, 0, 1, longest, paint, flatten * deepest);
  place(cloud, back, count / 2, -1, longest, paint, flatten * deepest);
  return cloud;
}

function place(
  cloud: PointCloud,
  points: Float32Array,
  from: number,
  side: 1 | -1,
  longest: number,
  paint: Paint,
  deepest: number,
): void {
  const [centreX, centreY] = [(paint.grid.columns - 1) / 2, (paint.grid.rows - 1) / 2];
  for (let i = 0; i < points.length / 3; i++) {
    const [x = 0, y = 0, height = 0] = points.subarray(3 * i, 3 * i + 3);
    const z = side * height;
    cloud.positions.set([(x - centreX) / longest, (centreY - y) / longest, z / longest], 3 * (from + i));
    const light = brightness(z, deepest);
    cloud.colours.set(
      colourAt(paint, x, y).map((value) => Math.round(value * light)),
      3 * (from + i),
    );
  }
}
