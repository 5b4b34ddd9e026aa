import { type Embeddings, EmbeddingsError } from '../embeddings.ts';

/** Share of each feature map in the edges: texture, parts, whole surfaces. */
const maps = [
  { name: 'lab_sigma_1', weight: 1 },
  { name: 'lab_sigma_2.5', weight: 2 },
  { name: 'lab_sigma_6', weight: 1 },
] as const;

/** Structure tensor of the colour gradient on the feature grid, in ΔE per longer cell side. */
export interface Edges {
  readonly columns: number;
  readonly rows: number;
  /** Photo pixels per cell. */
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** The longer of the two. */
  readonly cell: number;
  /** Size of the photo in pixels. */
  readonly width: number;
  readonly height: number;
  readonly xx: Float32Array;
  readonly xy: Float32Array;
  readonly yy: Float32Array;
  /** Strength of a middling edge of this photo: half of everything is weaker. */
  readonly typical: number;
}

/** Gradients weaker than this (ΔE per cell) are not seen by people: noise. */
const invisible = 0.5;

/**
 * Edges of all scales and colour channels together.
 * @throws EmbeddingsError when a feature map is missing or not of shape [3, rows, columns]
 */
export function edgesOf(embeddings: Embeddings): Edges {
  const [, rows = 0, columns = 0] = featureMap(embeddings, maps[0].name).shape;
  const { width, height } = embeddings;
  const [cellWidth, cellHeight] = [width / columns, height / rows];
  const cell = Math.max(cellWidth, cellHeight);
  const tensor = { xx: cells(), xy: cells(), yy: cells() };
  function cells(): Float32Array {
    return new Float32Array(rows * columns);
  }
  for (const { name, weight } of maps) {
    const { data, shape } = featureMap(embeddings, name);
    if (shape[1] !== rows || shape[2] !== columns)
      throw new EmbeddingsError(`Feature map ${name} has shape ${shape}, not 3,${rows},${columns}.`);
    const grid = { rows, columns, dx: (weight * cell) / cellWidth / 2, dy: (weight * cell) / cellHeight / 2 };
    for (let channel = 0; channel < 3; channel++)
      addGradients(tensor, data.subarray(channel * rows * columns, (channel + 1) * rows * columns), grid);
  }
  return { columns, rows, cellWidth, cellHeight, cell, width, height, ...tensor, typical: typical(tensor) };
}

function featureMap(embeddings: Embeddings, name: string) {
  const map = embeddings.tensors.get(name);
  if (map?.shape.length !== 3 || map.shape[0] !== 3)
    throw new EmbeddingsError(`The embeddings lack the feature map ${name} of shape [3, rows, columns].`);
  return map;
}

function addGradients(
  tensor: Pick<Edges, 'xx' | 'xy' | 'yy'>,
  plane: Float32Array,
  grid: { rows: number; columns: number; dx: number; dy: number },
): void {
  const { rows, columns } = grid;
  const at = (x: number, y: number) =>
    plane[Math.min(rows - 1, Math.max(0, y)) * columns + Math.min(columns - 1, Math.max(0, x))] ?? 0;
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      const gx = (at(x + 1, y) - at(x - 1, y)) * grid.dx;
      const gy = (at(x, y + 1) - at(x, y - 1)) * grid.dy;
      const i = y * columns + x;
      tensor.xx[i] = (tensor.xx[i] ?? 0) + gx * gx;
      tensor.xy[i] = (tensor.xy[i] ?? 0) + gx * gy;
      tensor.yy[i] = (tensor.yy[i] ?? 0) + gy * gy;
    }
}

function typical({ xx, yy }: Pick<Edges, 'xx' | 'yy'>): number {
  const strengths = xx.map((value, i) => Math.sqrt(value + (yy[i] ?? 0))).sort();
  return Math.max(invisible, strengths[strengths.length >> 1] ?? 0);
}
