import sharp, { type Colour } from 'sharp';
import { describe, expect, it } from 'vitest';
import { readMask } from '#preview/mask.ts';

const photo = { width: 20, height: 10 };

/** Black with a rectangle from (3, 2), 5 wide and 4 high. */
function rectangle(colour: Colour, background: Colour = 'black') {
  const input = { create: { width: 5, height: 4, channels: 4 as const, background: colour } };
  return sharp({ create: { ...photo, channels: 4, background } }).composite([{ input, left: 3, top: 2 }]);
}

describe('a mask', () => {
  it.each([
    ['gray', rectangle('white').toColourspace('b-w').png()],
    ['RGB with alpha', rectangle('white').png()],
    ['palette', rectangle('white').png({ palette: true, colours: 2 })],
    ['transparent around', rectangle('white', { r: 255, g: 255, b: 255, alpha: 0 }).png()],
    ['just bright enough', rectangle({ r: 140, g: 140, b: 140 }).png()],
  ])('in %s selects its white pixels', async (_, drawn) => {
    const mask = await readMask(await drawn.toBuffer(), photo);

    expect(mask.selected).toBe(20);
    expect(mask.bounds).toEqual({ left: 3, top: 2, width: 5, height: 4 });
    expect(mask.data[2 * 20 + 3]).toBe(255);
    expect(mask.data[2 * 20 + 2]).toBe(0);
  });

  it('of another size than the photo is rejected', async () => {
    const turned = { width: 10, height: 20 };

    await expect(readMask(await rectangle('white').png().toBuffer(), turned)).rejects.toMatchObject({
      code: 'MaskSizeMismatch',
    });
  });

  it('that selects nothing is rejected', async () => {
    await expect(readMask(await rectangle('#444').png().toBuffer(), photo)).rejects.toMatchObject({
      code: 'MaskEmpty',
    });
  });

  it('that is no picture is rejected', async () => {
    await expect(readMask(Buffer.from('{}'), photo)).rejects.toMatchObject({ code: 'MaskUnreadable' });
  });
});
