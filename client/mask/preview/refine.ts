import type { Candidate, Prompts } from '../decoder.ts';
import { outlinesAround } from './click.ts';
import type { Edges } from './edges.ts';
import { fieldOf, maskOf } from './field.ts';

/** One mask. */
export function refine(edges: Edges, { points, box }: Prompts): Candidate {
  const inside = points.filter(({ label }) => label === 1);
  const x = box ? (box.x0 + box.x1) / 2 : inside.reduce((s, p) => s + p.x, 0) / inside.length;
  const y = box ? (box.y0 + box.y1) / 2 : inside.reduce((s, p) => s + p.y, 0) / inside.length;
  const [best] = outlinesAround(edges, x, y).sort((a, b) => b.score - a.score);
  if (!best) throw new Error('no outline');
  return { mask: maskOf(edges, fieldOf(edges, x, y, best.radii)), score: best.score };
}
