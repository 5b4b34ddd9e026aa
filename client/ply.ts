import type { MeshStats } from '#contracts/model-job.ts';

/** A triangle mesh with coloured vertices, or coloured points where there are no faces. */
export interface Geometry {
  /** x, y, z of each vertex. y is up. */
  readonly positions: Float32Array;
  /** Red, green, blue of each vertex, in sRGB. */
  readonly colours: Uint8Array;
  /** Indices of each triangle's vertices, counter-clockwise seen from outside. */
  readonly faces?: Uint32Array;
}

/** The facts in the header of a PLY. */
export interface PlyHeader {
  readonly vertices: number;
  readonly faces?: number;
  /** Bytes of the header: the offset of the vertices. */
  readonly bytes: number;
}

/** The number of vertices and triangles, as in a session's `mesh_stats`. */
export function countsOf({
  positions,
  faces,
}: Pick<Geometry, 'positions' | 'faces'>): Pick<MeshStats, 'num_points' | 'num_faces'> {
  return { num_points: positions.length / 3, num_faces: faces && faces.length / 3 };
}

/** The bytes are not a PLY of the kind that sessions produce; the message says what differs. */
export class PlyError extends Error {
  readonly code = 'PlyInvalid';
  override readonly name = 'PlyError';
}

const layout = [
  ...['x', 'y', 'z'].map((name) => `property float ${name}`),
  ...['red', 'green', 'blue'].map((name) => `property uchar ${name}`),
];
const faceLayout = 'property list uchar int vertex_indices';
/** Bytes of a vertex, and of a triangle: the number of its corners and three indices. */
const [vertexBytes, faceBytes] = [15, 13];
/** No header of ours is longer, in bytes. */
const longestHeader = 4096;
const end = 'end_header\n';

/**
 * Reads the header. The vertices and faces may still be missing.
 * @throws PlyError unless it is binary little-endian with the properties of the contract
 */
export function readPlyHeader(file: Uint8Array): PlyHeader {
  const text = new TextDecoder('latin1').decode(file.subarray(0, longestHeader));
  const bytes = text.indexOf(end) + end.length;
  if (!text.startsWith('ply\n') || bytes < end.length) throw new PlyError('This is not a PLY file.');
  const lines = text
    .slice(0, bytes)
    .split('\n')
    .filter((line) => !/^(comment|obj_info) |^$/.test(line));
  if (lines[1] !== 'format binary_little_endian 1.0') throw new PlyError(`Its format is "${lines[1]}".`);
  const vertices = countOf('vertex', lines[2]);
  if (vertices === undefined)
    throw new PlyError(`Its first element is "${lines[2]}", not a number of vertices.`);
  const properties = lines.slice(3, 3 + layout.length);
  if (properties.join() !== layout.join()) throw new PlyError(`Its properties are ${properties.join(', ')}.`);
  const [element, ...more] = lines.slice(3 + layout.length, -1);
  if (element === undefined) return { vertices, bytes };
  const faces = countOf('face', element);
  if (faces === undefined || more.join() !== faceLayout)
    throw new PlyError(`After its vertices come ${[element, ...more].join(', ')}, not triangles.`);
  return { vertices, faces, bytes };
}

/**
 * Reads `output_mesh.ply`.
 * @throws PlyError as `readPlyHeader`, when the length does not match the header, and when a face is no triangle of
 *   the file's vertices
 */
export function readPly(file: Uint8Array): Geometry {
  const { vertices, faces, bytes } = readPlyHeader(file);
  const length = bytes + vertices * vertexBytes + (faces ?? 0) * faceBytes;
  if (file.byteLength !== length)
    throw new PlyError(`It has ${file.byteLength} bytes, but its header says ${length}.`);
  const view = new DataView(file.buffer, file.byteOffset + bytes, length - bytes);
  const positions = new Float32Array(vertices * 3);
  const colours = new Uint8Array(vertices * 3);
  for (let i = 0; i < vertices; i++)
    for (let axis = 0; axis < 3; axis++) {
      positions[3 * i + axis] = view.getFloat32(i * vertexBytes + 4 * axis, true);
      colours[3 * i + axis] = view.getUint8(i * vertexBytes + 12 + axis);
    }
  if (faces === undefined) return { positions, colours };
  return { positions, colours, faces: readFaces(view, vertices, faces) };
}

function readFaces(view: DataView, vertices: number, count: number): Uint32Array {
  const faces = new Uint32Array(count * 3);
  for (let i = 0, at = vertices * vertexBytes; i < count; i++, at += faceBytes) {
    if (view.getUint8(at) !== 3) throw new PlyError(`Its face ${i} is not a triangle.`);
    for (let corner = 0; corner < 3; corner++) {
      const vertex = view.getUint32(at + 1 + 4 * corner, true);
      if (vertex >= vertices) throw new PlyError(`Its face ${i} has a vertex that is missing.`);
      faces[3 * i + corner] = vertex;
    }
  }
  return faces;
}

function countOf(element: string, line: string | undefined): number | undefined {
  const [keyword, name, count, ...more] = line?.split(' ') ?? [];
  const isCount = count !== undefined && /^\d{1,9}$/.test(count);
  return keyword === 'element' && name === element && isCount && more.length === 0
    ? Number(count)
    : undefined;
}
