import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { encodeMask } from '#client/mask/index.ts';

describe('a mask as PNG', () => {
  it('is 8-bit gray, 255 on the object', () => {
    const data = Uint8Array.of(0, 255, 255, 0, 0, 255);

    const png = decode(encodeMask({ width: 3, height: 2, data }));

    expect(png).toMatchObject({ width: 3, height: 2, channels: 1, depth: 8 });
    expect(Array.from(png.data)).toEqual(Array.from(data));
  });
});
