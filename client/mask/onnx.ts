import {
  type Embeddings,
  EmbeddingsError,
  type Logits,
  type MaskDecoder,
  type Prompts,
} from '#contracts/mask-decoder.ts';
import { maskDecoder } from './decoder.ts';

/** A SAM 3 mask decoder with the photo's feature maps already in place; see container/gen3d_container/sam3. */
export interface MaskGraph {
  /**
   * @param points x and y of each, on the model's input
   * @param labels 1 on the object, 0 beside it, 2 and 3 the top left and bottom right corners of a box
   */
  run(points: Float32Array, labels: Int32Array): Promise<GraphAnswer>;
}

export interface GraphAnswer {
  /** Logits, mask by mask, row-major; above 0 is on the object. */
  readonly masks: Float32Array;
  readonly columns: number;
  readonly rows: number;
  /** Expected intersection over union of each mask. */
  readonly scores: Float32Array;
}

/**
 * The decoder of an embedding whose manifest names an ONNX graph.
 * @throws EmbeddingsError when the sizes in the graph's answer do not agree
 */
export function onnxDecoder(embeddings: Embeddings, graph: MaskGraph): MaskDecoder {
  return maskDecoder(embeddings, async (prompts) => {
    const { points, labels } = inputsOf(prompts, embeddings.scale);
    const logits = logitsOf(await graph.run(points, labels));
    const isOneClick = prompts.points.length === 1 && !prompts.box;
    return isOneClick ? logits.sort((a, b) => areaOf(a) - areaOf(b)) : logits.sort(byScore).slice(0, 1);
  });
}

function inputsOf({ points, box }: Prompts, [scaleX, scaleY]: Embeddings['scale']) {
  const corners = box
    ? [
        { x: Math.min(box.x0, box.x1), y: Math.min(box.y0, box.y1), label: 2 },
        { x: Math.max(box.x0, box.x1), y: Math.max(box.y0, box.y1), label: 3 },
      ]
    : [];
  const all = [...corners, ...points];
  return {
    points: Float32Array.from(all.flatMap(({ x, y }) => [x * scaleX, y * scaleY])),
    labels: Int32Array.from(all, ({ label }) => label),
  };
}

function logitsOf({ masks, columns, rows, scores }: GraphAnswer): Logits[] {
  const cells = columns * rows;
  if (scores.length === 0 || masks.length !== scores.length * cells)
    throw new EmbeddingsError(
      `The decoder answered ${masks.length} logits and ${scores.length} scores for masks of ${columns}×${rows}.`,
    );
  return Array.from(scores, (score, i) => ({
    columns,
    rows,
    values: masks.subarray(i * cells, (i + 1) * cells),
    score,
  }));
}

function areaOf({ values }: Logits): number {
  return values.reduce((cells, value) => cells + (value > 0 ? 1 : 0), 0);
}

function byScore(a: Logits, b: Logits): number {
  return b.score - a.score;
}
