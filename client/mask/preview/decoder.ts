import type { Candidate, Mask, Prompts } from '../decoder.ts';
import type { Embeddings } from '../embeddings.ts';
import { outlinesAround } from './click.ts';
import { type Edges, edgesOf } from './edges.ts';
import { fieldOf, maskOf } from './field.ts';
import { refine } from './refine.ts';

/** The preview's decoder: classical vision on the feature maps alone; it never sees the photo. */
export function previewDecoder(embeddings: Embeddings): (prompts: Prompts) => readonly Candidate[] {
  const edges = edgesOf(embeddings);
  return (prompts) => {
    const [first, ...others] = prompts.points;
    const candidates =
      first?.label === 1 && others.length === 0 && !prompts.box
        ? aroundClick(edges, first.x, first.y)
        : [refine(edges, prompts)];
    for (const { mask } of candidates) honour(mask, prompts);
    return candidates;
  };
}

function aroundClick(edges: Edges, x: number, y: number): Candidate[] {
  return outlinesAround(edges, x, y).map(({ radii, score }) => {
    return { mask: maskOf(edges, fieldOf(edges, x, y, radii)), score };
  });
}

/** The clicked pixels themselves are as the user said. */
function honour(mask: Mask, { points }: Prompts): void {
  for (const { x, y, label } of points) mask.data[Math.floor(y) * mask.width + Math.floor(x)] = label * 255;
}
