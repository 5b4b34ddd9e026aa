import type { Size } from '#client/mask/index.ts';

/** Longest side of the mask that is shown while drawing; the one that is sent has the photo's own size. */
const longest = 1280;

/** The photo's aspect, with no side above the limit, and none below a pixel. */
export function workingSize(photo: Size, limit = longest): Size {
  const scale = Math.min(1, limit / Math.max(photo.width, photo.height));
  return {
    width: Math.max(1, Math.round(photo.width * scale)),
    height: Math.max(1, Math.round(photo.height * scale)),
  };
}
