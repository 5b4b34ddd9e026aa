import sharp, { type Sharp } from 'sharp';

/** Colours of the marks in the corners of the test picture, which differ so that each orientation shows. */
export const markColours: Readonly<Record<string, readonly number[]>> = {
  topLeft: [200, 40, 40],
  topRight: [40, 160, 60],
  bottomLeft: [50, 70, 200],
  bottomRight: [230, 200, 40],
};

/** A picture of 160 × 100 pixels with a mark in each corner. */
export function marked(): Sharp {
  const square = (colour: readonly number[]) => ({
    create: { width: 40, height: 30, channels: 3 as const, background: `rgb(${colour.join()})` },
  });
  const { topLeft = [], topRight = [], bottomLeft = [], bottomRight = [] } = markColours;
  const picture = sharp({
    create: { width: 160, height: 100, channels: 3, background: 'rgb(128,128,128)' },
  }).composite([
    { input: square(topLeft), gravity: 'northwest' },
    { input: square(topRight), gravity: 'northeast' },
    { input: square(bottomLeft), gravity: 'southwest' },
    { input: square(bottomRight), gravity: 'southeast' },
  ]);
  return picture;
}

/** The middle of a mark in a picture of any size. */
export function place(mark: string, { width, height }: { width: number; height: number }) {
  return {
    left: Math.round(width * (mark.endsWith('Left') ? 0.12 : 0.88)),
    top: Math.round(height * (mark.startsWith('top') ? 0.14 : 0.86)),
  };
}

/** The colour of a pixel as it is stored, without any interpretation. */
export async function colourAt(
  bytes: Uint8Array,
  { left, top }: { left: number; top: number },
): Promise<readonly number[]> {
  const pixel = sharp(bytes).extract({ left, top, width: 1, height: 1 });
  return [...(await pixel.raw().toBuffer())];
}
