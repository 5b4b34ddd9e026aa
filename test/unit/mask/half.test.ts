import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHalves, halfToNumber } from '#client/mask/half.ts';

describe('halves', () => {
  it('reads each of the 65,536 as Float16Array does', () => {
    const bits = Uint16Array.from({ length: 65_536 }, (_, i) => i);

    expect(Array.from(bits, halfToNumber)).toEqual(Array.from(new Float16Array(bits.buffer)));
  });

  it('gives back what was rounded to a half, from any place in a buffer', () => {
    fc.assert(
      fc.property(fc.float32Array(), fc.nat(7), (values, offset) => {
        const halves = new Float16Array(values);
        const buffer = new Uint8Array(offset + halves.byteLength);
        buffer.set(new Uint8Array(halves.buffer), offset);

        expect(decodeHalves(buffer.subarray(offset))).toEqual(Float32Array.from(halves));
      }),
    );
  });
});
