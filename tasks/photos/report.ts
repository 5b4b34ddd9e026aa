import { inspectPhoto } from '#contracts/photo/inspect.ts';
import type { PhotoLimits } from '#contracts/web-config.ts';
import { InvalidInputError } from '#tasks/core/errors.ts';
import { type PreparedPhoto, preparePhoto } from '#tasks/core/photo/prepare.ts';

/** Limits of a deployment whose settings are the defaults. */
export const defaultLimits: PhotoLimits = {
  maxBytes: 64_000_000,
  maxPixels: 256_000_000,
  minSide: 64,
  maxAspect: 30,
};
export const defaultSide = 4_096;
/** A session waits less. Here a slow computer has its time. */
const timeoutMs = 300_000;

/** What becomes of a photo. */
export type Outcome =
  | { readonly verdict: 'accept'; readonly prepared: PreparedPhoto }
  | { readonly verdict: 'refuse'; readonly code: string; readonly message: string };

/** Inspects and prepares a photo as a session does. */
export async function outcomeOf(bytes: Uint8Array): Promise<Outcome> {
  const inspected = inspectPhoto(bytes, defaultLimits);
  if ('problem' in inspected) return { verdict: 'refuse', ...inspected.problem };
  try {
    const prepared = await preparePhoto(bytes, inspected.header, { maxSide: defaultSide, timeoutMs });
    return { verdict: 'accept', prepared };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return { verdict: 'refuse', code: error.code, message: error.message };
  }
}

/** A line of `report.json`, and the files that it names. */
export interface Entry {
  readonly line: Readonly<Record<string, string | number | null>>;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** @param name of the photo's file, with which its results begin */
export function entryOf(name: string, outcome: Outcome): Entry {
  if (outcome.verdict === 'refuse') return { line: { ...outcome }, files: {} };
  const { photo, thumbnail, alphaMask } = outcome.prepared;
  const picture = `${name}.photo.${photo.format === 'jpeg' ? 'jpg' : 'png'}`;
  const mask = alphaMask ? `${name}.alpha_mask.png` : null;
  const small = `${name}.thumbnail.webp`;
  return {
    line: { verdict: 'accept', picture, mask, thumbnail: small, width: photo.width, height: photo.height },
    files: { [picture]: photo.bytes, [small]: thumbnail, ...(mask && alphaMask && { [mask]: alphaMask }) },
  };
}
