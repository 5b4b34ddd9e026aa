import type { Size } from '#client/mask/index.ts';
import { workingSize } from '../model/working-size.ts';

/** Longest side of the shown photo, because 40 megapixels would fill a phone's memory. */
const maxShownSide = 2_048;
/** Longest side of a thumbnail in device pixels. */
const maxThumbnailSide = 192;

/** A decoded photo, upright. */
export interface Picture {
  /** Size of the photo itself. */
  readonly size: Size;
  /** The photo, scaled down if it is large. */
  readonly canvas: HTMLCanvasElement;
  /** A small copy for the suggestions. */
  readonly thumbnail: HTMLCanvasElement;
}

export class PhotoUnreadableError extends Error {
  readonly code = 'PhotoUnreadable';
  override readonly name = 'PhotoUnreadableError';
}

/** @throws PhotoUnreadableError if the browser can't decode it */
export async function loadPicture(photo: Blob): Promise<Picture> {
  const url = URL.createObjectURL(photo);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const size = { width: image.naturalWidth, height: image.naturalHeight };
    const canvas = draw(image, workingSize(size, maxShownSide));
    return { size, canvas, thumbnail: draw(canvas, workingSize(size, maxThumbnailSide)) };
  } catch (error) {
    throw new PhotoUnreadableError("Couldn't show the photo. Reload the page.", { cause: error });
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

/** @throws PhotoUnreadableError if the browser has no memory for another canvas */
export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new PhotoUnreadableError('Your browser is out of memory. Close other tabs.');
  return context;
}
