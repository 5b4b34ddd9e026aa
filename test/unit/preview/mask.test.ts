import sharp, { type Colour, type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { readMask } from '#preview/mask.ts';

const photo = { width: 20, height: 10 };

/** Black with a rectangle from (3, 2), 5 wide and 4 high. */
function rectangle(colour: Colour, background: Colour = 'black') {
  const input = { create: { width: 5, height: 4, channels: 4 as const, background: colour } };
  return sharp({ create: { ...photo, channels: 4, background } }).composite([{ input, left: 3, top: 2 }]);
}

function gray(drawn: Sharp): Promise<Buffer> {
  return drawn.removeAlpha().toColourspace('b-w').png().toBuffer();
}

describe('a prepared mask', () => {
  it.each([
    ['white', rectangle('white')],
    ['just bright enough', rectangle('#808080', '#7f7f7f')],
  ])('selects its %s pixels', async (_, drawn) => {
    const mask = await readMask(await gray(drawn), photo);

    expect(mask.selected).toBe(20);
    expect(mask.bounds).toEqual({ left: 3, top: 2, width: 5, height: 4 });
    expect(mask.data[2 * 20 + 3]).toBe(255);
    expect(mask.data[2 * 20 + 2]).toBe(0);
  });

  it.each([
    ['RGB', rectangle('white').removeAlpha().png()],
    ['transparent', rectangle('white').png()],
    ['a JPEG', rectangle('white').toColourspace('b-w').jpeg()],
    ['with 16 bits', rectangle('white').toColourspace('grey16').png()],
  ])('is never %s', async (_, drawn) => {
    await expect(readMask(await drawn.toBuffer(), photo)).rejects.toMatchObject({
      code: 'MaskUnreadable',
      message: expect.stringContaining('A prepared mask is a gray PNG with 8 bits.'),
    });
  });

  it('of another size than the photo is rejected', async () => {
    const turned = { width: 10, height: 20 };

    await expect(readMask(await gray(rectangle('white')), turned)).rejects.toMatchObject({
      code: 'MaskSizeMismatch',
    });
  });

  it('that selects nothing is rejected', async () => {
    await expect(readMask(await gray(rectangle('#444')), photo)).rejects.toMatchObject({
      code: 'MaskEmpty',
    });
  });

  it('that is no picture is rejected', async () => {
    await expect(readMask(Buffer.from('{}'), photo)).rejects.toMatchObject({ code: 'MaskUnreadable' });
  });
});
