import { type Embeddings, EmbeddingsError, type Size } from '#contracts/mask-decoder.ts';

/** Weight of each feature map: texture, parts, entire surfaces. */
const weights = { lab_sigma_1: 1, 'lab_sigma_2.5': 2, lab_sigma_6: 1 };
/** People do not see gradients weaker than this (ΔE per cell). */
const invisible = 0.5;

/** The colour gradients of a photo of this size, on its feature grid. */
export interface Edges extends Size {
  readonly columns: number;
  readonly rows: number;
  /** Photo pixels per cell. */
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** The longer of the two. */
  readonly cell: number;
  /** Structure tensor: the sums of gx², gx·gy and gy², in ΔE per longer cell side. */
  readonly xx: Float32Array;
  readonly xy: Float32Array;
  readonly yy: Float32Array;
  /** Median strength of an edge. */
  readonly typical: number;
}

/**
 * Edges of all scales and colour channels together.
 * @throws EmbeddingsError when a feature map is missing or not of shape [3, rows, columns]
 */
export function edgesOf({ width, height, tensors }: Embeddings): Edges {
  const [, rows = 0, columns = 0] = tensors.get('lab_sigma_1')?.shape ?? [];
  const cells = rows * columns;
  const [cellWidth, cellHeight] = [width / columns, height / rows];
  const cell = Math.max(cellWidth, cellHeight);
  const tensor = { xx: new Float32Array(cells), xy: new Float32Array(cells), yy: new Float32Array(cells) };
  for (const [name, weight] of Object.entries(weights)) {
    const map = tensors.get(name);
    if (map?.shape.join() !== [3, rows, columns].join())
      throw new EmbeddingsError(`The embeddings lack the feature map ${name} of shape [3, rows, columns].`);
    const scale = { x: (weight * cell) / cellWidth / 2, y: (weight * cell) / cellHeight / 2 };
    for (let channel = 0; channel < 3; channel++)
      addGradients(tensor, map.data.subarray(channel * cells, (channel + 1) * cells), columns, scale);
  }
  const strengths = tensor.xx.map((value, i) => Math.sqrt(value + (tensor.yy[i] ?? 0))).sort();
  const typical = Math.max(invisible, strengths[cells >> 1] ?? 0);
  return { columns, rows, cellWidth, cellHeight, cell, width, height, ...tensor, typical };
}

function addGradients(
  { xx, xy, yy }: Pick<Edges, 'xx' | 'xy' | 'yy'>,
  plane: Float32Array,
  columns: number,
  scale: { x: number; y: number },
): void {
  for (let i = 0; i < plane.length; i++) {
    const value = plane[i] ?? 0;
    const column = i % columns;
    const left = column > 0 ? (plane[i - 1] ?? 0) : value;
    const right = column < columns - 1 ? (plane[i + 1] ?? 0) : value;
    const gx = (right - left) * scale.x;
    const gy = ((plane[i + columns] ?? value) - (plane[i - columns] ?? value)) * scale.y;
    xx[i] = (xx[i] ?? 0) + gx * gx;
    xy[i] = (xy[i] ?? 0) + gx * gy;
    yy[i] = (yy[i] ?? 0) + gy * gy;
  }
}
