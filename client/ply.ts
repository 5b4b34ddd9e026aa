/** Coloured points; x, y, z and red, green, blue one after the other. */
export interface Points {
  readonly positions: Float32Array;
  readonly colours: Uint8Array;
}

/** What the header of a PLY says. */
export interface PlyHeader {
  readonly points: number;
  /** Bytes of the header: where the points begin. */
  readonly bytes: number;
}

/** The bytes are no PLY of the one kind that sessions make; the message says what differs. */
export class PlyError extends Error {
  readonly code = 'PlyInvalid';
  override readonly name = 'PlyError';
}

const layout = [
  ...['x', 'y', 'z'].map((name) => `property float ${name}`),
  ...['red', 'green', 'blue'].map((name) => `property uchar ${name}`),
];
const stride = 15;
/** A header longer than this is not one of ours. */
const longestHeader = 4096;
const end = 'end_header\n';

/**
 * Reads the header; the points need not be there yet.
 * @throws PlyError unless it is binary little-endian with exactly the contract's six properties
 */
export function readPlyHeader(file: Uint8Array): PlyHeader {
  const text = new TextDecoder('latin1').decode(file.subarray(0, longestHeader));
  const length = text.indexOf(end) + end.length;
  if (!text.startsWith('ply\n') || length < end.length) throw new PlyError('This is no PLY file.');
  const lines = text
    .slice(0, length)
    .split('\n')
    .filter((line) => !/^(comment|obj_info) |^$/.test(line));
  if (lines[1] !== 'format binary_little_endian 1.0') throw new PlyError(`Its format is "${lines[1]}".`);
  const count = /^element vertex (\d{1,9})$/.exec(lines[2] ?? '')?.[1];
  if (count === undefined) throw new PlyError(`Its first element is "${lines[2]}", not a number of points.`);
  const properties = lines.slice(3, -1);
  if (properties.join() !== layout.join()) throw new PlyError(`Its properties are ${properties.join(', ')}.`);
  return { points: Number(count), bytes: length };
}

/**
 * Reads the points of `output_mesh.ply`.
 * @throws PlyError as `readPlyHeader`, and when the file is longer or shorter than its header says
 */
export function readPly(file: Uint8Array): Points {
  const { points, bytes } = readPlyHeader(file);
  if (file.byteLength !== bytes + points * stride)
    throw new PlyError(`It has ${file.byteLength} bytes; ${points} points need ${bytes + points * stride}.`);
  const view = new DataView(file.buffer, file.byteOffset + bytes, points * stride);
  const positions = new Float32Array(points * 3);
  const colours = new Uint8Array(points * 3);
  for (let i = 0; i < points; i++)
    for (let axis = 0; axis < 3; axis++) {
      positions[3 * i + axis] = view.getFloat32(i * stride + 4 * axis, true);
      colours[3 * i + axis] = view.getUint8(i * stride + 12 + axis);
    }
  return { positions, colours };
}
