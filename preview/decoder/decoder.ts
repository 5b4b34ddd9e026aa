import type { Click, Embeddings, Logits, Prompts } from '#contracts/mask-decoder.ts';
import { type Edges, edgesOf } from './edges.ts';
import {
  boundsOf,
  type Outline,
  outlineInBox,
  outlineOfSpan,
  outlinesAround,
  type Point,
} from './outlines.ts';
import { rays } from './polar.ts';

/** Candidates overlap by no more than this (intersection over union), or else by as little as possible. */
const overlaps = [0.5, 0.8, 1.01];
const candidates = 3;
/** So many clicks span an area rather than a line. */
const spanning = 3;

/**
 * The preview's decoder: classical vision on the feature maps alone, without the photo.
 * @returns one click: three nested candidates, small to large; anything else: one
 * @throws EmbeddingsError when the embedding lacks a feature map
 */
export function previewDecoder(embeddings: Embeddings): (prompts: Prompts) => Logits[] {
  const edges = edgesOf(embeddings);
  const { columns, rows } = edges;
  return (prompts) => {
    const [click] = prompts.points;
    if (click && prompts.points.length === 1 && !prompts.box) {
      const outlines = candidatesAround(edges, click);
      const fields = fieldsOf(
        edges,
        click,
        outlines.map(({ radii }) => radii),
      );
      return fields.map((values, i) => ({ columns, rows, values, score: outlines[i]?.score ?? 0 }));
    }
    const outline = outlineFor(edges, prompts);
    return [{ columns, rows, values: corrected(edges, outline, prompts.points), score: outline.score }];
  };
}

/** The best supported outlines that are not nearly the same; each takes in the smaller ones. */
function candidatesAround(edges: Edges, click: Click): Outline[] {
  const all = outlinesAround(edges, click);
  const chosen: Outline[] = [];
  for (const limit of overlaps)
    for (const outline of all)
      if (chosen.length < candidates && chosen.every(({ radii }) => overlap(radii, outline.radii) < limit))
        chosen.push(outline);
  let inner = new Float32Array(rays);
  return chosen
    .sort((a, b) => area(a.radii) - area(b.radii))
    .map((outline) => {
      inner = outline.radii.map((radius, ray) => Math.max(radius, inner[ray] ?? 0));
      return { ...outline, radii: inner };
    });
}

function outlineFor(edges: Edges, { points, box }: Prompts): Outline {
  if (box) return outlineInBox(edges, box, points);
  const inside = points.filter(({ label }) => label === 1);
  if (inside.length >= spanning) return outlineOfSpan(edges, points);
  const { x0, y0, x1, y1 } = boundsOf(inside);
  const middle = { x: (x0 + x1) / 2, y: (y0 + y1) / 2 };
  return bestAround(edges, middle, points);
}

function bestAround(edges: Edges, point: Point, clicks: readonly Click[]): Outline {
  const [best] = outlinesAround(edges, point, clicks);
  return best ?? { ...point, radii: new Float32Array(rays), score: 0 };
}

/** The field of an outline, where what is around clicks on its wrong side is joined or cut off. */
function corrected(edges: Edges, outline: Outline, clicks: readonly Click[]): Float32Array {
  let [field = new Float32Array()] = fieldsOf(edges, outline, [outline.radii]);
  for (const click of clicks) {
    if (insideBy(outline, click) > 0 === (click.label === 1)) continue;
    const others = clicks
      .filter(({ label }) => label !== click.label)
      .map(({ x, y }) => ({ x, y, label: 0 as const }));
    const [part = field] = fieldsOf(edges, click, [bestAround(edges, click, others).radii]);
    field = field.map((value, i) =>
      click.label === 1 ? Math.max(value, part[i] ?? 0) : Math.min(value, -(part[i] ?? 0)),
    );
  }
  return field;
}

/** How far each cell is inside outlines around one centre, in photo pixels; below 0 outside. */
function fieldsOf(edges: Edges, centre: Point, outlines: readonly Float32Array[]): Float32Array[] {
  const { columns, rows, cellWidth, cellHeight } = edges;
  const fields = outlines.map(() => new Float32Array(columns * rows));
  for (let i = 0; i < columns * rows; i++) {
    const dx = ((i % columns) + 0.5) * cellWidth - centre.x;
    const dy = (Math.floor(i / columns) + 0.5) * cellHeight - centre.y;
    const turn = turnOf(dx, dy);
    const distance = Math.sqrt(dx * dx + dy * dy);
    for (let n = 0; n < fields.length; n++) {
      const field = fields[n];
      const radii = outlines[n];
      if (field && radii) field[i] = radiusAt(radii, turn) - distance;
    }
  }
  return fields;
}

function insideBy({ x, y, radii }: Outline, point: Point): number {
  const [dx, dy] = [point.x - x, point.y - y];
  return radiusAt(radii, turnOf(dx, dy)) - Math.hypot(dx, dy);
}

/** The direction in rays, from 0. */
function turnOf(dx: number, dy: number): number {
  return (Math.atan2(dy, dx) / (2 * Math.PI) + 1) * rays;
}

function radiusAt(radii: Float32Array, turn: number): number {
  const ray = Math.floor(turn);
  const share = turn - ray;
  return (radii[ray % rays] ?? 0) * (1 - share) + (radii[(ray + 1) % rays] ?? 0) * share;
}

function area(radii: Float32Array): number {
  return radii.reduce((sum, radius) => sum + radius * radius, 0);
}

function overlap(a: Float32Array, b: Float32Array): number {
  const both = a.reduce((sum, radius, ray) => sum + Math.min(radius, b[ray] ?? 0) ** 2, 0);
  return both / (area(a) + area(b) - both);
}
