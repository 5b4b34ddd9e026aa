import type { Box, Click, Prompts } from '../decoder.ts';
import { outlineInBox } from './box.ts';
import { ladderAround, type Outline } from './click.ts';
import type { Edges } from './edges.ts';
import { type Field, fieldOf, valueAt } from './field.ts';
import { partition } from './geodesic.ts';
import { middleOf, outlineOfSpan } from './span.ts';

/** Clicks that span an area rather than a line. */
const spanning = 3;

/** One mask of several clicks, or of a box and any clicks, as a field. */
export function refine(edges: Edges, { points, box }: Prompts): { field: Field; score: number } {
  const inside = points.filter(({ label }) => label === 1);
  const beside = points.filter(({ label }) => label === 0);
  const outline = outlineFor(edges, inside, beside, box);
  const field = fieldOf(edges, outline);
  if (points.every((click) => isRight(edges, field, click))) return { field, score: outline.score };
  return { field: withoutStar(edges, field, inside, beside, box), score: outline.score };
}

function outlineFor(
  edges: Edges,
  inside: readonly Click[],
  beside: readonly Click[],
  box: Box | undefined,
): Outline {
  if (box) return outlineInBox(edges, box, [...inside, ...beside]);
  if (inside.length >= spanning) return outlineOfSpan(edges, inside, beside);
  const { x, y } = middleOf(inside);
  const [best] = ladderAround(edges, x, y, [...inside, ...beside]);
  return best ?? { x, y, radii: new Float32Array(), score: 0 };
}

/** No contour around one centre fits the clicks: part the photo between them, or join what lies at each. */
function withoutStar(
  edges: Edges,
  field: Field,
  inside: readonly Click[],
  beside: readonly Click[],
  box: Box | undefined,
): Field {
  const outside = [...beside, ...(box ? aroundBox(edges, box) : [])];
  if (inside.length > 0 && outside.length > 0) return partition(edges, inside, outside);
  const missed = inside.filter((click) => !isRight(edges, field, click));
  return missed.reduce((joined, { x, y }) => {
    const [best] = ladderAround(edges, x, y, []);
    const own = best ? fieldOf(edges, best) : joined;
    return joined.map((value, i) => Math.max(value, own[i] ?? value));
  }, field);
}

function isRight(edges: Edges, field: Field, { x, y, label }: Click): boolean {
  return valueAt(edges, field, x, y) > 0 === (label === 1);
}

/** Places on the photo just outside a box, taken for clicks beside the object. */
function aroundBox({ width, height, cell }: Edges, { x0, y0, x1, y1 }: Box): Click[] {
  const [left, right] = [Math.min(x0, x1) - cell, Math.max(x0, x1) + cell];
  const [top, bottom] = [Math.min(y0, y1) - cell, Math.max(y0, y1) + cell];
  const places: Click[] = [];
  for (let share = 0; share <= 1; share += 1 / 16) {
    const [x, y] = [left + share * (right - left), top + share * (bottom - top)];
    for (const place of [
      { x, y: top },
      { x, y: bottom },
      { x: left, y },
      { x: right, y },
    ])
      if (place.x >= 0 && place.y >= 0 && place.x < width && place.y < height)
        places.push({ ...place, label: 0 });
  }
  return places;
}
