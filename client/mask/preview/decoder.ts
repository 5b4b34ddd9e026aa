import type { Candidate, Prompts, Size } from '../decoder.ts';
import type { Embeddings } from '../embeddings.ts';
import { honour } from '../honour.ts';
import { outlinesAround } from './click.ts';
import { type Edges, edgesOf } from './edges.ts';
import { type Field, fieldsOf, maskOf } from './field.ts';
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
    const outlines = outlinesAround(edges, click.x, click.y);
    const fields = fieldsOf(edges, click, outlines);
    return fields.map((field, i) => ({ field, score: outlines[i]?.score ?? 0 }));
  });
}
