import type { Size } from '#client/mask/index.ts';

/** Longest side of the mask while drawing. The submitted mask has the photo's size. */
const maxSide = 1280;

/** Scales a size down until no side exceeds the limit. Each side keeps at least one pixel. */
export function workingSize(photo: Size, limit = maxSide): Size {
  const scale = Math.min(1, limit / Math.max(photo.width, photo.height));
  return {
    width: Math.max(1, Math.round(photo.width * scale)),
    height: Math.max(1, Math.round(photo.height * scale)),
  };
}
