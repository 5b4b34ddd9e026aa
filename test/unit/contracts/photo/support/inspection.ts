import fc from 'fast-check';
import type { PhotoHeader } from '#contracts/photo/header.ts';
import { inspectPhoto } from '#contracts/photo/inspect.ts';

/** Limits that refuse nothing by size, so that tests see what a header says. */
export const noLimits = {
  maxBytes: Number.MAX_SAFE_INTEGER,
  maxPixels: Number.POSITIVE_INFINITY,
  minSide: 1,
  maxAspect: Number.MAX_SAFE_INTEGER,
};

/** The header of a photo, or the code of its refusal. */
export function inspected(bytes: Uint8Array): PhotoHeader | string {
  const inspection = inspectPhoto(bytes, noLimits);
  return 'header' in inspection ? inspection.header : inspection.problem.code;
}

/** The sentences of a refusal; empty for a photo that is taken. */
export function refusal(bytes: Uint8Array): string {
  const inspection = inspectPhoto(bytes, noLimits);
  return 'header' in inspection ? '' : inspection.problem.message;
}

export const side = fc.integer({ min: 1, max: 16_383 });
export const orientation = fc.integer({ min: 1, max: 8 });

/** Whether a file is refused as incomplete or damaged wherever it is cut after its first bytes. */
export function codesWhenCut(bytes: Uint8Array, from: number, to = bytes.length): Set<string> {
  const codes = new Set<string>();
  for (let length = from; length < to; length += 1) {
    const result = inspected(bytes.subarray(0, length));
    codes.add(typeof result === 'string' ? result : 'accepted');
  }
  return codes;
}
