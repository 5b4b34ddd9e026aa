import { encodePng } from './encode.ts';
import type { MaskAnswer, MaskRequest, Message } from './messages.ts';
import { openPicture } from './open.ts';
import { orient } from './orient.ts';
import { scaleTo } from './scale.ts';
import { loadVips, type VipsImage, type VipsModule } from './vips.ts';

/** Weights of red, green and blue in luminance (ITU-R BT.601). */
const luminance = [0.299, 0.587, 0.114];
/** Between the last whole luminance that does not select, 127, and the first that does. */
const threshold = 127.5;

/** Prepares a mask. The file of the answer is a PNG of the photo's size: gray of 8 bits, 0 or 255. */
export async function decodeMask(bytes: Uint8Array, request: MaskRequest): Promise<Message> {
  const vips = await loadVips(false);
  // A factor of a JPEG's would move its edges.
  const opened = await openPicture(vips, bytes, request, Number.POSITIVE_INFINITY);
  const upright = orient(onBlack(vips, opened).copyMemory(), request.orientation);
  const mask = scaleTo(upright, request.photo, 'linear')
    .more(threshold)
    .copy({ interpretation: 'b-w' })
    .copyMemory();
  const head: MaskAnswer = { coverage: (100 * mask.avg()) / 255 };
  return { head, files: [encodePng(mask)] };
}

/** Luminance of a picture on black, 0 to 255. Colour profiles do not matter. */
function onBlack(vips: VipsModule, image: VipsImage): VipsImage {
  const samples = image.format === 'ushort' ? image.linear(1 / 257, 0) : image;
  const colours = samples.bands < 3 ? 1 : 3;
  const gray =
    colours === 1
      ? samples.extractBand(0)
      : samples.extractBand(0, { n: 3 }).recomb(vips.Image.newFromArray(luminance));
  if (samples.bands === colours) return gray;
  return gray.multiply(samples.extractBand(colours)).linear(1 / 255, 0);
}
