import { encodePly } from '#preview/reconstruction/ply.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** A ball of points in one colour, with radius 1 around the origin. */
export function ballPly(count: number, colour: Colour): Uint8Array {
  const positions = new Float32Array(3 * count);
  const colours = new Uint8Array(3 * count);
  eachOnBall(count, (i, place) => {
    positions.set(place, 3 * i);
    colours.set(colour, 3 * i);
  });
  return encodePly({ positions, colours }, 'a ball');
}

/** A closed ball of triangles in one colour, with radius 1 around the origin: `steps` rings of as many corners, doubled. */
export function ballMesh(steps: number, colour: Colour): Uint8Array {
  const around = 2 * steps;
  const vertices: number[][] = [[0, 1, 0]];
  for (let ring = 1; ring < steps; ring++)
    for (let i = 0; i < around; i++) {
      const [down, turn] = [(Math.PI * ring) / steps, (2 * Math.PI * i) / around];
      vertices.push([Math.sin(down) * Math.sin(turn), Math.cos(down), Math.sin(down) * Math.cos(turn)]);
    }
  vertices.push([0, -1, 0]);
  const bottom = vertices.length - 1;
  const at = (ring: number, i: number) => 1 + (ring - 1) * around + (i % around);
  const faces: number[][] = [];
  for (let i = 0; i < around; i++) {
    faces.push([0, at(1, i), at(1, i + 1)], [bottom, at(steps - 1, i + 1), at(steps - 1, i)]);
    for (let ring = 1; ring < steps - 1; ring++)
      faces.push(
        [at(ring, i), at(ring + 1, i), at(ring, i + 1)],
        [at(ring, i + 1), at(ring + 1, i), at(ring + 1, i + 1)],
      );
  }
  const mesh = {
    positions: Float32Array.from(vertices.flat()),
    colours: Uint8Array.from(vertices.flatMap(() => colour)),
    faces: Uint32Array.from(faces.flat()),
  };
  return encodePly(mesh, 'a ball');
}

const columns = [
  ...['x', 'y', 'z', 'nx', 'ny', 'nz', 'f_dc_0', 'f_dc_1', 'f_dc_2', 'opacity'],
  ...['scale_0', 'scale_1', 'scale_2', 'rot_0', 'rot_1', 'rot_2', 'rot_3'],
];
/** The constant of the zeroth spherical harmonic: colour = 0.5 + this × coefficient. */
const harmonic = 0.28209479177387814;

/** The same as Gaussians, as `output_splat.ply` has them. */
export function ballSplat(count: number, [red, green, blue]: Colour): Uint8Array {
  const header = Buffer.from(
    [
      'ply',
      'format binary_little_endian 1.0',
      `element vertex ${count}`,
      ...columns.map((name) => `property float ${name}`),
      'end_header\n',
    ].join('\n'),
  );
  const body = new Float32Array(count * columns.length);
  const harmonics = [red, green, blue].map((value) => (value / 255 - 0.5) / harmonic);
  const size = Math.log(2 / Math.sqrt(count));
  eachOnBall(count, (i, place) => {
    body.set([...place, 0, 0, 0, ...harmonics, 4, size, size, size, 1, 0, 0, 0], i * columns.length);
  });
  return Buffer.concat([header, new Uint8Array(body.buffer)]);
}

function eachOnBall(count: number, visit: (index: number, place: [number, number, number]) => void): void {
  const random = seededRandom(1);
  for (let i = 0; i < count; i++) {
    const height = 2 * random() - 1;
    const angle = 2 * Math.PI * random();
    const around = Math.sqrt(1 - height * height);
    visit(i, [around * Math.cos(angle), height, around * Math.sin(angle)]);
  }
}

/** Uniform numbers in [0, 1) from a 32-bit seed: Marsaglia's xorshift32, from a mixed state that is never zero. */
function seededRandom(seed: number): () => number {
  let state = (Math.imul(seed + 1, 0x9e3779b9) ^ 0x5bd1e995) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}
