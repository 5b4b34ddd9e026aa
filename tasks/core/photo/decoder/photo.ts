import { cutoutMask, separateAlpha } from './alpha.ts';
import { toSrgb } from './colour.ts';
import { encodePhoto, encodePng } from './encode.ts';
import type { Message, PhotoAnswer, PhotoRequest } from './messages.ts';
import { openPicture } from './open.ts';
import { orient } from './orient.ts';
import { scaleTo } from './scale.ts';
import { loadVips, type VipsImage } from './vips.ts';

const thumbnailSide = 512;

/** Prepares a photo. The files of the answer are the photo, its thumbnail, and the mask of its transparency. */
export async function decodePhoto(bytes: Uint8Array, request: PhotoRequest): Promise<Message> {
  const { format: uploaded, orientation, displayP3, maxSide } = request;
  const vips = await loadVips(uploaded === 'avif');
  const opened = await openPicture(vips, bytes, request, maxSide);
  const size = targetSize(opened, request);
  const { colours, alpha } = separateAlpha(opened, (image) => scaleTo(image, size, 'lanczos3'));
  const photo = orient(toSrgb(colours, displayP3), orientation).copyMemory();
  const mask = alpha && cutoutMask(orient(alpha, orientation));
  const { format, file } = encodePhoto(photo, bytes, uploaded);
  const thumbnail = photo.thumbnailImage(thumbnailSide, {
    height: thumbnailSide,
    size: 'down',
    no_rotate: true,
  });
  const head: PhotoAnswer = { format, width: photo.width, height: photo.height };
  const files = [file, thumbnail.webpsaveBuffer({ Q: 80, keep: 'none' }), ...(mask ? [encodePng(mask)] : [])];
  return { head, files };
}

/** The size of the prepared photo before orientation. The opened picture may already be a fraction of the header's. */
function targetSize(
  opened: VipsImage,
  { width, height, maxSide }: PhotoRequest,
): { width: number; height: number } {
  const factor = Math.max(opened.width / width, opened.height / height);
  const agrees = Math.abs(opened.width - width * factor) < 2 && Math.abs(opened.height - height * factor) < 2;
  const full = agrees ? { width, height } : { width: opened.width, height: opened.height };
  const scale = Math.min(1, maxSide / Math.max(full.width, full.height));
  const side = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  return { width: side(full.width), height: side(full.height) };
}
