import type { Size } from '#client/mask/index.ts';
import { workingSize } from '../model/working-size.ts';

/** Longest side of what is shown: photos of 40 megapixels would fill a phone's memory. */
const longestShown = 2_048;
/** Longest side of a thumbnail in device pixels. */
const longestThumbnail = 192;

/** A photo as browsers show it: upright, after EXIF orientation. */
export interface Picture {
  /** Of the photo itself. */
  readonly size: Size;
  /** The photo, scaled down where it is large. */
  readonly canvas: HTMLCanvasElement;
  /** Much smaller still, for the suggestions. */
  readonly thumbnail: HTMLCanvasElement;
}

export class PhotoUnreadableError extends Error {
  readonly code = 'PhotoUnreadable';
  override readonly name = 'PhotoUnreadableError';
}

/** @throws PhotoUnreadableError when the browser cannot decode it */
export async function loadPicture(photo: Blob): Promise<Picture> {
  const url = URL.createObjectURL(photo);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const size = { width: image.naturalWidth, height: image.naturalHeight };
    const canvas = draw(image, workingSize(size, longestShown));
    return { size, canvas, thumbnail: draw(canvas, workingSize(size, longestThumbnail)) };
  } catch (error) {
    throw new PhotoUnreadableError('The photo could not be shown: load the page again.', { cause: error });
  } finally {
    URL.revokeObjectURL(url);
  }
}

function draw(image: CanvasImageSource, { width, height }: Size): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = contextOf(canvas);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  return canvas;
}

/** @throws PhotoUnreadableError where the browser has no memory for another canvas */
export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new PhotoUnreadableError('The browser has no memory left: close other pages.');
  return context;
}
