import type { Click } from '../decoder.ts';
import { clickConstraints } from './constraints.ts';
import { closedContour, radiiOf } from './contour.ts';
import type { Edges } from './edges.ts';
import { polarMap, rays } from './polar.ts';

/** A closed contour around a centre: its radius at each ray in photo pixels, and its score, 0 to 1. */
export interface Outline {
  readonly x: number;
  readonly y: number;
  readonly radii: Float32Array;
  readonly score: number;
}

/** Sizes tried: shares of the way to the farthest corner. */
const smallest = 0.04;
const largest = 0.6;
/**
 * Stiff outlines keep about round and about their size: the shape that most things have around a click on
 * their middle. Loose ones follow edges wherever they are, so they must be better supported by `handicap`.
 */
const kinds = [
  { stiffness: 3, growth: 1.12, handicap: 0 },
  { stiffness: 0.15, growth: 1.3, handicap: 0.14 },
];
/** Of two outlines supported alike the larger is the object, the smaller a part: per factor e. */
const sizeBonus = 0.1;
/** Candidates overlap by no more than this (intersection over union), or else by as little as can be. */
const overlaps = [0.5, 0.8, 1.01];
const candidates = 3;

/**
 * Three nested outlines around a click, small to large: the best supported of a ladder of sizes that are
 * not nearly the same.
 */
export function outlinesAround(edges: Edges, x: number, y: number): Outline[] {
  const ladder = ladderAround(edges, x, y, []);
  const chosen: Outline[] = [];
  for (const limit of overlaps)
    for (const outline of ladder)
      if (chosen.length < candidates && chosen.every((other) => overlap(other.radii, outline.radii) < limit))
        chosen.push(outline);
  return nested(chosen.sort((a, b) => area(a.radii) - area(b.radii)));
}

/** Outlines of each kind and size that do right by the clicks, the best first. */
export function ladderAround(edges: Edges, x: number, y: number, clicks: readonly Click[]): Outline[] {
  const map = polarMap(edges, x, y);
  const longest = map.radii.at(-1) ?? 1;
  const extra = clickConstraints(map, clicks, edges.cell);
  const outlines: Outline[] = [];
  for (const { stiffness, growth, handicap } of kinds)
    for (let size = smallest; size <= largest; size *= growth) {
      const contour = closedContour(map, { radius: () => size * longest, stiffness, extra });
      const score = 1 - contour.cost - handicap + sizeBonus * Math.log(size / largest);
      outlines.push({ x, y, radii: radiiOf(map, contour), score: Math.min(1, Math.max(0, score)) });
    }
  return outlines.sort((a, b) => b.score - a.score);
}

/** Each outline takes in the smaller ones. */
function nested(outlines: Outline[]): Outline[] {
  let inner = new Float32Array(rays);
  return outlines.map((outline) => {
    inner = outline.radii.map((radius, ray) => Math.max(radius, inner[ray] ?? 0));
    return { ...outline, radii: inner };
  });
}

function area(radii: Float32Array): number {
  return radii.reduce((sum, radius) => sum + radius * radius, 0);
}

function overlap(a: Float32Array, b: Float32Array): number {
  const both = a.reduce((sum, radius, ray) => sum + Math.min(radius, b[ray] ?? 0) ** 2, 0);
  return both / (area(a) + area(b) - both);
}
