import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsOf, PlyError, readPly, readPlyHeader } from '#client/ply.ts';
import { encodePly } from '#preview/reconstruction/ply.ts';

const float = fc.float({ noNaN: true });
const byte = fc.nat(255);
const triple = <T>(value: fc.Arbitrary<T>) => fc.tuple(value, value, value);
const points = fc.array(fc.tuple(triple(float), triple(byte))).map((vertices) => ({
  positions: Float32Array.from(vertices.flatMap(([position]) => position)),
  colours: Uint8Array.from(vertices.flatMap(([, colour]) => colour)),
}));
const mesh = points.chain((vertices) => {
  const count = vertices.positions.length / 3;
  const faces = fc.array(triple(fc.nat(Math.max(0, count - 1))), { maxLength: count === 0 ? 0 : 20 });
  return faces.map((indices) => ({ ...vertices, faces: Uint32Array.from(indices.flat()) }));
});
const vertex = { positions: Float32Array.of(1, 2, 3), colours: Uint8Array.of(4, 5, 6) };
const onePoint = encodePly(vertex, 'a test');
const oneFace = encodePly({ ...vertex, faces: Uint32Array.of(0, 0, 0) }, 'a test');

function edited(from: string, to: string, file = onePoint): Uint8Array {
  return Buffer.from(Buffer.from(file).toString('latin1').replace(from, to), 'latin1');
}

/** The file of one face with another byte, counted from the end. */
function withByte(fromEnd: number, value: number): Uint8Array {
  const file = Uint8Array.from(oneFace);
  file[file.length - fromEnd] = value;
  return file;
}

describe('PLY', () => {
  it('reads what was written, at any offset in a buffer', () => {
    fc.assert(
      fc.property(fc.oneof(points, mesh), fc.nat(5), (geometry, offset) => {
        const file = encodePly(geometry, 'a test');
        const buffer = new Uint8Array(offset + file.length);
        buffer.set(file, offset);

        expect(readPly(buffer.subarray(offset))).toEqual(geometry);
      }),
    );
  });

  it('reads the numbers of vertices and faces from the header alone', () => {
    const bytes = oneFace.length - 28;

    expect(readPlyHeader(onePoint.subarray(0, -10))).toEqual({ vertices: 1, bytes: onePoint.length - 15 });
    expect(readPlyHeader(oneFace.subarray(0, -20))).toEqual({ vertices: 1, faces: 1, bytes });
  });

  it('counts vertices and triangles', () => {
    expect(countsOf(readPly(onePoint))).toEqual({ num_points: 1 });
    expect(countsOf(readPly(oneFace))).toEqual({ num_points: 1, num_faces: 1 });
  });

  it('is binary little-endian: float x, y, z; uchar red, green, blue; triangles', () => {
    const header = Buffer.from(oneFace.subarray(0, -28)).toString();

    expect(header).toBe(
      'ply\nformat binary_little_endian 1.0\ncomment a test\nelement vertex 1\n' +
        'property float x\nproperty float y\nproperty float z\n' +
        'property uchar red\nproperty uchar green\nproperty uchar blue\n' +
        'element face 1\nproperty list uchar int vertex_indices\nend_header\n',
    );
    expect(Buffer.from(oneFace.subarray(-28)).toString('hex')).toBe(
      `0000803f0000004000004040040506${'03'}${'00000000'.repeat(3)}`,
    );
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['another file', Buffer.from('<html>end_header\n')],
    ['a header without an end', edited('end_header', 'the_header')],
    ['big-endian', edited('binary_little_endian', 'binary_big_endian')],
    ['faces first', edited('element vertex 1', 'element face 1')],
    ['a negative number of vertices', edited('vertex 1', 'vertex -1')],
    ['more vertices than bytes', edited('vertex 1', 'vertex 2')],
    ['more bytes than vertices', edited('vertex 1', 'vertex 0')],
    ['normals', edited('property float x', 'property float nx')],
    ['doubles', edited('property float x', 'property double x')],
    ['edges', edited('element face', 'element edge', oneFace)],
    ['indices of 16 bits', edited('uchar int', 'uchar short', oneFace)],
    ['faces with a colour', edited('end_header', 'property uchar red\nend_header', oneFace)],
    ['more faces than bytes', edited('face 1', 'face 2', oneFace)],
    ['more bytes than faces', edited('face 1', 'face 0', oneFace)],
    ['a face of four corners', withByte(13, 4)],
    ['a face with a missing vertex', withByte(4, 1)],
    ['a face with a negative vertex', withByte(1, 255)],
  ])('rejects %s', (_, file) => {
    expect(() => readPly(file)).toThrow(PlyError);
  });

  it('returns a mesh or throws a PlyError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.nat(oneFace.length - 1), fc.nat(255), (at, value) => {
        const file = Uint8Array.from(oneFace);
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
