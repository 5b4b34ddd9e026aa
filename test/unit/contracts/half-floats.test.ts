import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodeHalves, encodeHalves, halfToNumber, numberToHalf } from '#contracts/half-floats.ts';

afterEach(() => vi.unstubAllGlobals());

describe('half floats', () => {
  it('decodes each of the 65,536 as Float16Array does', () => {
    const bits = Uint16Array.from({ length: 65_536 }, (_, i) => i);

    expect(Array.from(bits, halfToNumber)).toEqual(Array.from(new Float16Array(bits.buffer)));
  });

  it('decodes rounded values from any offset of a buffer', () => {
    fc.assert(
      fc.property(fc.float32Array(), fc.nat(7), (values, offset) => {
        const halves = new Float16Array(values);
        const buffer = new Uint8Array(offset + halves.byteLength);
        buffer.set(new Uint8Array(halves.buffer), offset);

        expect(decodeHalves(buffer.subarray(offset))).toEqual(Float32Array.from(halves));
      }),
    );
  });

  it('rounds any float as Float16Array does', () => {
    fc.assert(
      fc.property(fc.float(), (value) => {
        expect(numberToHalf(value)).toBe(new Uint16Array(Float16Array.of(value).buffer)[0]);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['with', 'without'])('restores the bits of every half, %s Float16Array', (kind) => {
    const bits = Uint16Array.from({ length: 65_536 }, (_, i) => i).filter(
      (each) => !Number.isNaN(halfToNumber(each)),
    );
    const values = decodeHalves(new Uint8Array(bits.buffer));
    if (kind === 'without') vi.stubGlobal('Float16Array', undefined);

    expect(encodeHalves(values)).toEqual(bits);
  });
});
