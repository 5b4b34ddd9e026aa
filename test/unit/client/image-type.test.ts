import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imageTypeOf, maskTypeOf } from '#client/image-type.ts';

test.each([
  ['image/jpeg', [0xff, 0xd8, 0xff, 0xe0]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
])('%s is known by its first bytes, whatever follows', (type, signature) => {
  fc.assert(
    fc.property(fc.uint8Array(), (rest) => imageTypeOf(new Uint8Array([...signature, ...rest])) === type),
  );
});

test.each([
  ['nothing', []],
  ['half a PNG signature', [0x89, 0x50, 0x4e, 0x47]],
  ['a GIF', [...Buffer.from('GIF89a')]],
])('%s is neither JPEG nor PNG', (_, bytes) => {
  expect(imageTypeOf(new Uint8Array(bytes))).toBeUndefined();
});

test.each([
  ['image/jpeg', [0xff, 0xd8, 0xff, 0xe0]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/webp', [...Buffer.from('RIFF\x10\0\0\0WEBPVP8 ')]],
  [undefined, [...Buffer.from('RIFF\x10\0\0\0WAVEfmt ')]],
  [undefined, [...Buffer.from('GIF89a')]],
])('a mask is %s by its first bytes', (type, bytes) => {
  expect(maskTypeOf(new Uint8Array(bytes))).toBe(type);
});
