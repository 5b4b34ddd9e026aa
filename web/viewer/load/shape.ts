import { readPly } from '#client/ply.ts';
import { type Cloud, cloudOf } from './cloud.ts';
import { type Solid, solidOf } from './solid.ts';

/** A model ready to draw: points, or a mesh if its file has faces. */
export type Shape = Cloud | Solid;

/**
 * Reads and measures `output_mesh.ply`.
 * @throws PlyError
 */
export function readShape(file: Uint8Array): Shape {
  const { positions, colours, faces } = readPly(file);
  return faces === undefined || faces.length === 0
    ? cloudOf({ positions, colours })
    : solidOf({ positions, colours, faces });
}

/** The memory of a shape, to move it between threads. */
export function buffersOf(shape: Shape): ArrayBufferLike[] {
  const { positions, colours } = shape;
  const more = shape.kind === 'mesh' ? [shape.normals, shape.faces] : [];
  return [positions, colours, ...more].map(({ buffer }) => buffer);
}
