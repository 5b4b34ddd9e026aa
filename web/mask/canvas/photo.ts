import type { Mask, Size } from '#client/mask/index.ts';
import { workingSize } from '../model/working-size.ts';
import { contextOf, PhotoUnreadableError } from './context.ts';
import { decodeMask } from './decode-mask.ts';

/** Longest side of the shown photo, because 40 megapixels would fill a phone's memory. */
const maxShownSide = 2_048;
/** Longest side of a thumbnail in device pixels. */
const maxThumbnailSide = 192;

/** A decoded photo. */
export interface Picture {
  /** Size of the photo itself. */
  readonly size: Size;
  /** The photo, scaled down if it is large. */
  readonly canvas: HTMLCanvasElement;
  /** A small copy for the suggestions. */
  readonly thumbnail: HTMLCanvasElement;
  /** What is opaque in the user's photo, at the size of the mask while drawing. */
  readonly outline: Mask | undefined;
}

/**
 * Decodes a prepared photo.
 * @param outline a mask of what is opaque in the user's photo; the editor works without one that is damaged
 * @throws PhotoUnreadableError if the browser can't decode the photo
 */
export async function loadPicture(photo: Blob, outline: Blob | undefined): Promise<Picture> {
  const url = URL.createObjectURL(photo);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const size = { width: image.naturalWidth, height: image.naturalHeight };
    const canvas = draw(image, workingSize(size, maxShownSide));
    const thumbnail = draw(canvas, workingSize(size, maxThumbnailSide));
    return { size, canvas, thumbnail, outline: outline && (await decodeMask(outline, workingSize(size))) };
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
