import type { Candidate, Mask, Prompts } from '../decoder.ts';
import type { Embeddings } from '../embeddings.ts';
import { outlinesAround } from './click.ts';
import { type Edges, edgesOf } from './edges.ts';
import { type Field, fieldOf, maskOf } from './field.ts';
import { refine } from './refine.ts';

/** The preview's decoder: classical vision on the feature maps alone; it never sees the photo. */
export function previewDecoder(embeddings: Embeddings): (prompts: Prompts) => readonly Candidate[] {
  const edges = edgesOf(embeddings);
  return (prompts) => {
    const fields = isOneClick(prompts) ? aroundClick(edges, prompts) : [refine(edges, prompts)];
    return fields.map(({ field, score }) => {
      const mask = maskOf(edges, field);
      honour(mask, prompts);
      return { mask, score };
    });
  };
}

function isOneClick({ points, box }: Prompts): boolean {
  return points.length === 1 && !box;
}

function aroundClick(edges: Edges, { points }: Prompts): { field: Field; score: number }[] {
  return points
    .flatMap(({ x, y }) => outlinesAround(edges, x, y))
    .map((outline) => ({ field: fieldOf(edges, outline), score: outline.score }));
}

/** The clicked pixels themselves are as the user said; where the two disagree, on the object. */
function honour(mask: Mask, { points }: Prompts): void {
  for (const wanted of [0, 1])
    for (const { x, y, label } of points)
      if (label === wanted) mask.data[Math.floor(y) * mask.width + Math.floor(x)] = label * 255;
}
