import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Unzlib } from '#tasks/core/module-overrides/inflate.ts';

const packed = deflateSync(Buffer.from('pixels'.repeat(1_000)));

describe('inflate override', () => {
  it('returns the inflated bytes after the last part', () => {
    const emitted: [string, boolean][] = [];
    const inflater = new Unzlib((bytes, final) => emitted.push([Buffer.from(bytes).toString(), final]));

    inflater.push(packed.subarray(0, 10), false);
    inflater.push(packed.subarray(10), false);
    inflater.push(new Uint8Array(0), true);

    expect(emitted).toEqual([['pixels'.repeat(1_000), true]]);
  });

  it.each([
    ['cut off', packed.subarray(0, -8)],
    ['damaged', Buffer.concat([packed.subarray(0, 8), Buffer.from('?'), packed.subarray(9)])],
  ])('rejects data that is %s', (_, bytes) => {
    const inflater = new Unzlib(() => {});

    expect(() => inflater.push(bytes, true)).toThrow();
  });
});
