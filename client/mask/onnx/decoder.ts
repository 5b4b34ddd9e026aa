import { type Candidate, checkPrompts, type MaskDecoder, type Prompts, type Size } from '../decoder.ts';
import { type Embeddings, EmbeddingsError } from '../embeddings.ts';
import { honour } from '../honour.ts';
import { maskOf } from '../preview/field.ts';

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
 * @throws EmbeddingsError when the graph answers what does not fit together
 */
export function onnxDecoder(embeddings: Embeddings, graph: MaskGraph): MaskDecoder {
  return {
    decode: async (prompts, size = embeddings) => {
      checkPrompts(prompts, embeddings);
      const { points, labels } = inputsOf(prompts, embeddings.scale);
      const candidates = candidatesOf(await graph.run(points, labels), size);
      for (const { mask } of candidates) honour(mask, prompts, embeddings);
      return isOneClick(prompts) ? candidates.sort(bySize) : candidates.sort(byScore).slice(0, 1);
    },
  };
}

function isOneClick({ points, box }: Prompts): boolean {
  return points.length === 1 && !box;
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

function candidatesOf({ masks, columns, rows, scores }: GraphAnswer, size: Size): Candidate[] {
  const cells = columns * rows;
  if (scores.length === 0 || masks.length !== scores.length * cells)
    throw new EmbeddingsError(
      `The decoder answered ${masks.length} logits and ${scores.length} scores for masks of ${columns}×${rows}.`,
    );
  return Array.from(scores, (score, i) => ({
    mask: maskOf({ columns, rows }, masks.subarray(i * cells, (i + 1) * cells), size),
    score,
  }));
}

function bySize(a: Candidate, b: Candidate): number {
  return selected(a) - selected(b);
}

function selected({ mask }: Candidate): number {
  return mask.data.reduce((sum, value) => sum + (value >> 7), 0);
}

function byScore(a: Candidate, b: Candidate): number {
  return b.score - a.score;
}
