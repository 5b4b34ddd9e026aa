import type { Candidate, Prompts, Size } from '../decoder.ts';
import type { Embeddings } from '../embeddings.ts';
import { honour } from '../honour.ts';
import { outlinesAround } from './click.ts';
import { type Edges, edgesOf } from './edges.ts';
import { bearingsOf, type Field, fieldOf, maskOf } from './field.ts';
import { refine } from './refine.ts';

/** The preview's decoder: classical vision on the feature maps alone; it never sees the photo. */
export function previewDecoder(
  embeddings: Embeddings,
): (prompts: Prompts, size: Size) => readonly Candidate[] {
  const edges = edgesOf(embeddings);
  return (prompts, size) => {
    const fields = isOneClick(prompts) ? aroundClick(edges, prompts) : [refine(edges, prompts)];
    return fields.map(({ field, score }) => {
      const mask = maskOf(edges, field, size);
      honour(mask, prompts, embeddings);
      return { mask, score };
    });
  };
}

function isOneClick({ points, box }: Prompts): boolean {
  return points.length === 1 && !box;
}

function aroundClick(edges: Edges, { points }: Prompts): { field: Field; score: number }[] {
  return points.flatMap((click) => {
    const bearings = bearingsOf(edges, click);
    return outlinesAround(edges, click.x, click.y).map((outline) => ({
      field: fieldOf(edges, outline, bearings),
      score: outline.score,
    }));
  });
}
