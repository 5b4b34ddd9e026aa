import type { PointCloud } from './solid/inflate.ts';

/** Bytes of a vertex: float x, y, z; uchar red, green, blue. */
const stride = 15;

/** `output_mesh.ply`: binary little-endian, vertices only. */
export function encodePly({ positions, colours }: PointCloud, comment: string): Uint8Array<ArrayBuffer> {
  const count = positions.length / 3;
  const header = new TextEncoder().encode(
    [
      'ply',
      'format binary_little_endian 1.0',
      `comment ${comment}`,
      `element vertex ${count}`,
      ...['x', 'y', 'z'].map((name) => `property float ${name}`),
      ...['red', 'green', 'blue'].map((name) => `property uchar ${name}`),
      'end_header\n',
    ].join('\n'),
  );
  const file = new Uint8Array(header.length + count * stride);
  file.set(header);
  const body = new DataView(file.buffer, header.length);
  for (let i = 0; i < count; i++)
    for (let axis = 0; axis < 3; axis++) {
      body.setFloat32(i * stride + 4 * axis, positions[3 * i + axis] ?? 0, true);
      body.setUint8(i * stride + 12 + axis, colours[3 * i + axis] ?? 0);
    }
  return file;
}
