import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlyError, readPly, readPlyHeader } from '#client/ply.ts';
import { encodePly } from '#local/preview-model/ply.ts';

const float = fc.float({ noNaN: true });
const byte = fc.nat(255);
const triple = <T>(value: fc.Arbitrary<T>) => fc.tuple(value, value, value);
const cloud = fc.array(fc.tuple(triple(float), triple(byte))).map((points) => ({
  positions: Float32Array.from(points.flatMap(([position]) => position)),
  colours: Uint8Array.from(points.flatMap(([, colour]) => colour)),
}));
const onePoint = encodePly(
  { positions: Float32Array.of(1, 2, 3), colours: Uint8Array.of(4, 5, 6) },
  'a test',
);

function edited(from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(onePoint).toString('latin1').replace(from, to), 'latin1');
}

describe('PLY', () => {
  it('reads back what was written, from any place in a buffer', () => {
    fc.assert(
      fc.property(cloud, fc.nat(5), (points, offset) => {
        const file = encodePly(points, 'a test');
        const buffer = new Uint8Array(offset + file.length);
        buffer.set(file, offset);

        expect(readPly(buffer.subarray(offset))).toEqual(points);
      }),
    );
  });

  it('tells the number of points from the header alone', () => {
    expect(readPlyHeader(onePoint.subarray(0, -10))).toEqual({ points: 1, bytes: onePoint.length - 15 });
  });

  it('is binary little-endian: float x, y, z; uchar red, green, blue', () => {
    const header = Buffer.from(onePoint.subarray(0, -15)).toString();

    expect(header).toBe(
      'ply\nformat binary_little_endian 1.0\ncomment a test\nelement vertex 1\n' +
        'property float x\nproperty float y\nproperty float z\n' +
        'property uchar red\nproperty uchar green\nproperty uchar blue\nend_header\n',
    );
    expect(Buffer.from(onePoint.subarray(-15)).toString('hex')).toBe('0000803f0000004000004040040506');
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['another file', Buffer.from('<html>end_header\n')],
    ['a header without an end', edited('end_header', 'the_header')],
    ['big-endian', edited('binary_little_endian', 'binary_big_endian')],
    ['faces first', edited('element vertex 1', 'element face 1')],
    ['a negative number of points', edited('vertex 1', 'vertex -1')],
    ['more points than bytes', edited('vertex 1', 'vertex 2')],
    ['more bytes than points', edited('vertex 1', 'vertex 0')],
    ['normals', edited('property float x', 'property float nx')],
    ['doubles', edited('property float x', 'property double x')],
  ])('refuses %s', (_, file) => {
    expect(() => readPly(file)).toThrow(PlyError);
  });

  it('never answers anything but points or a PlyError', () => {
    fc.assert(
      fc.property(fc.nat(onePoint.length - 1), fc.nat(255), (at, value) => {
        const file = Uint8Array.from(onePoint);
        file[at] = value;
        try {
          expect(readPly(file).positions).toHaveLength(3);
        } catch (error) {
          expect(error).toBeInstanceOf(PlyError);
        }
      }),
    );
  });
});
