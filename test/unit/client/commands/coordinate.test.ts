import { describe, expect, it } from 'vitest';
import { parseCoordinates, pixelsOf } from '#client/commands/coordinate.ts';

describe('coordinates on the command line', () => {
  it.each([
    ['285,150', [285, 150]],
    ['50%,40%', ['50%', '40%']],
    [' 12.5% , 7.25', ['12.5%', 7.25]],
    ['0%,100%', ['0%', '100%']],
  ])('"%s" are pixels and shares', (text, expected) => {
    expect(parseCoordinates(text)).toEqual(expected);
  });

  it.each(['', '1,', '-1,2', '101%,2', '1e3,2', '%,2', '1,two'])('"%s" is refused', (text) => {
    expect(parseCoordinates(text)).toBeUndefined();
  });

  it.each([
    [285, 4096, 285],
    ['50%', 4096, 2048],
    ['12.5%', 200, 25],
    ['0%', 200, 0],
    ['100%', 200, 199],
  ] as const)('%s of a side of %i pixels is pixel %d', (coordinate, side, pixel) => {
    expect(pixelsOf(coordinate, side)).toBe(pixel);
  });
});
