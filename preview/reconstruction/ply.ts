/** Coloured points. */
export interface Points {
  /** x, y, z of each point. */
  readonly positions: Float32Array;
  /** Red, green, blue of each point, in sRGB. */
  readonly colours: Uint8Array;
}

/** A triangle mesh with coloured vertices. */
export interface Mesh extends Points {
  /** Indices of each triangle's vertices, counter-clockwise seen from outside. */
  readonly faces: Uint32Array;
}

/** Bytes of a vertex: float x, y, z; uchar red, green, blue. */
const vertexBytes = 15;
/** Bytes of a triangle: uchar 3; int of each corner. */
const faceBytes = 13;

/** `output_mesh.ply`: binary little-endian. */
export function encodePly(model: Points | Mesh, comment: string): Uint8Array<ArrayBuffer> {
  const { positions, colours } = model;
  const faces = 'faces' in model ? model.faces : undefined;
  const [vertexCount, faceCount] = [positions.length / 3, (faces?.length ?? 0) / 3];
  const header = new TextEncoder().encode(
    [
      'ply',
      'format binary_little_endian 1.0',
      `comment ${comment}`,
      `element vertex ${vertexCount}`,
      ...['x', 'y', 'z'].map((name) => `property float ${name}`),
      ...['red', 'green', 'blue'].map((name) => `property uchar ${name}`),
      ...(faces ? [`element face ${faceCount}`, 'property list uchar int vertex_indices'] : []),
      'end_header\n',
    ].join('\n'),
  );
  const file = new Uint8Array(header.length + vertexCount * vertexBytes + faceCount * faceBytes);
  file.set(header);
  const body = new DataView(file.buffer, header.length);
  for (let i = 0; i < vertexCount; i++)
    for (let axis = 0; axis < 3; axis++) {
      body.setFloat32(i * vertexBytes + 4 * axis, positions[3 * i + axis] ?? 0, true);
      body.setUint8(i * vertexBytes + 12 + axis, colours[3 * i + axis] ?? 0);
    }
  for (let i = 0, at = vertexCount * vertexBytes; i < faceCount; i++, at += faceBytes) {
    body.setUint8(at, 3);
    for (let corner = 0; corner < 3; corner++)
      body.setInt32(at + 1 + 4 * corner, faces?.[3 * i + corner] ?? 0, true);
  }
  return file;
}
