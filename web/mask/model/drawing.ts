import * as z from 'zod/mini';
import type { Prompts } from '#client/mask/index.ts';

/** Drawings are in pixels of the upright photo. */
export const Click = z.object({
  x: z.number().check(z.gte(0)),
  y: z.number().check(z.gte(0)),
  /** 1 is on the object, 0 is not. */
  label: z.union([z.literal(0), z.literal(1)]),
});

export const Box = z.object({ x0: z.number(), y0: z.number(), x1: z.number(), y1: z.number() });

/** One movement of brush or eraser: a round tip along a path. */
export const Stroke = z.object({
  kind: z.enum(['brush', 'eraser']),
  radius: z.number().check(z.positive()),
  /** x and y of each point in turn. */
  path: z.array(z.number()).check(z.minLength(2)),
});
export type Stroke = z.infer<typeof Stroke>;

/** What a user drew to select the object: clicks and a box for the decoder, and strokes on top of its mask. */
export const Drawing = z.object({
  clicks: z.array(Click),
  box: z.optional(Box),
  /** Index of the chosen candidate. Absent for the one that the decoder scores best. */
  choice: z.optional(z.int().check(z.gte(0))),
  strokes: z.array(Stroke),
  /** The selection starts with what is opaque in the user's photo, in place of clicks and a box. */
  outline: z.optional(z.literal(true)),
});
export type Drawing = z.infer<typeof Drawing>;

export const blank: Drawing = { clicks: [], strokes: [] };

export function isBlank({ clicks, box, strokes, outline }: Drawing): boolean {
  return clicks.length === 0 && box === undefined && strokes.length === 0 && outline === undefined;
}

/** Prompts for the decoder. Undefined while nothing marks the object. */
export function promptsOf({ clicks, box }: Drawing): Prompts | undefined {
  if (box === undefined && !clicks.some(({ label }) => label === 1)) return undefined;
  return box === undefined ? { points: clicks } : { points: clicks, box };
}
