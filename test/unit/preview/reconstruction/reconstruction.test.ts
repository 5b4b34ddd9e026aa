import fc from 'fast-check';
import { decode } from 'fast-png';
import { beforeAll, describe, expect, it } from 'vitest';
import { countsOf, readPly } from '#client/ply.ts';
import type { Quality } from '#contracts/common.ts';
import { silhouetteOf } from '#preview/mask.ts';
import { inflate } from '#preview/reconstruction/inflate.ts';
import type { Mesh } from '#preview/reconstruction/ply.ts';
import { boundedMesh, reconstruct } from '#preview/reconstruction/reconstruction.ts';
import { holesOf, render, type View } from '#preview/reconstruction/render.ts';
import { iou, shape } from '../support/overlap.ts';
import { sampleMask, samplePhoto } from '../support/server.ts';
import { areasOf, eulerCharacteristic, isClosed, volumeOf } from '../support/solids.ts';

function cup(quality: Quality) {
  const facts = { maxPixels: 40_000_000, comment: 'a test' };
  return reconstruct({ photo: samplePhoto, mask: sampleMask, quality, ...facts });
}

async function cupMesh(quality: Quality): Promise<Mesh> {
  const { positions, colours, faces } = readPly((await cup(quality)).ply);
  return { positions, colours, faces: faces ?? new Uint32Array() };
}

function extent({ positions }: Mesh, axis: 0 | 1 | 2): { from: number; to: number; size: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = axis; i < positions.length; i += 3) {
    from = Math.min(from, positions[i] ?? 0);
    to = Math.max(to, positions[i] ?? 0);
  }
  return { from, to, size: to - from };
}

/** The mask as the front view should cover it: its longer side fills the picture. */
function maskPicture(size: number): Uint8Array {
  const mask = decode(sampleMask);
  const on = (x: number, y: number) => (mask.data[(y * mask.width + x) * mask.channels] ?? 0) > 127;
  const { bounds } = silhouette(mask.width, mask.height, on);
  const scale = Math.max(bounds.width, bounds.height) / size;
  return Uint8Array.from({ length: size * size }, (_, i) => {
    const x = bounds.left + bounds.width / 2 + ((i % size) + 0.5 - size / 2) * scale;
    const y = bounds.top + bounds.height / 2 + (Math.floor(i / size) + 0.5 - size / 2) * scale;
    const within = x >= 0 && y >= 0 && x < mask.width && y < mask.height;
    return within && on(Math.floor(x), Math.floor(y)) ? 1 : 0;
  });
}

describe.each([
  ['low', 100, 50_000],
  ['medium', 176, 150_000],
  ['high', 256, 300_000],
] as const)('the cup in %s quality', (quality, size, mostFaces) => {
  let mesh: Mesh;
  beforeAll(async () => {
    mesh = await cupMesh(quality);
  });

  it(`has at most ${mostFaces} faces`, () => {
    expect(mesh.faces.length / 3).toBeLessThanOrEqual(mostFaces);
    expect(mesh.faces.length / 3).toBeGreaterThan(mostFaces / 3);
  });

  it('is a closed solid without a hole', () => {
    expectSolid(mesh);
    expect(eulerCharacteristic(mesh)).toBe(2);
  });

  it('covers the mask from the front', () => {
    expect(iou(render(mesh, 'front', size).covered, maskPicture(size))).toBeGreaterThanOrEqual(0.98);
  });

  it.each<View>(['front', 'side', 'top', 'back'])('has no holes seen from the %s', (view) => {
    expect(holesOf(render(mesh, view, 200).covered, 200)).toBe(0);
  });

  it('is centred, within the unit cube and as wide as in the photo', () => {
    const [x, y, z] = [extent(mesh, 0), extent(mesh, 1), extent(mesh, 2)];

    for (const { from, to } of [x, y, z]) {
      expect(from).toBeGreaterThanOrEqual(-0.5);
      expect(to).toBeLessThanOrEqual(0.5);
      expect(Math.abs(from + to)).toBeLessThan(0.03);
    }
    expect(y.size).toBeGreaterThan(0.97);
    expect(x.size / y.size).toBeCloseTo(236 / 290, 1);
  });

  it('is between a fifth of and as deep as it is wide', () => {
    const share = extent(mesh, 2).size / extent(mesh, 0).size;

    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThanOrEqual(1);
  });
});

describe('a mesh', () => {
  it('is the same for the same photo and mask', async () => {
    const [first, again] = await Promise.all([cup('low'), cup('low')]);

    expect(Buffer.compare(first.ply, again.ply)).toBe(0);
  });

  it('counts its vertices and faces', async () => {
    const { ply, stats } = await cup('low');

    expect(countsOf(readPly(ply))).toEqual({ num_points: stats.num_points, num_faces: stats.num_faces });
  });

  it('of a disc is a smooth flattened ball', async () => {
    const disc = silhouette(200, 200, (x, y) => Math.hypot(x - 99.5, y - 99.5) < 90);

    const { positions } = await inflate(disc, gray, 100);

    for (let i = 0; i < positions.length; i += 3) {
      const [x = 0, y = 0, z = 0] = positions.subarray(i, i + 3);
      expect(Math.abs(Math.hypot(x, y, z / 0.8) - 0.5)).toBeLessThan(0.01);
    }
  });

  it('has the colours of the photo in front, and dimmed ones behind', async () => {
    const { positions, colours } = await cupMesh('medium');
    const light = (near: (z: number) => boolean) => {
      let [sum, count] = [0, 0];
      for (let i = 0; i < positions.length; i += 3) {
        if (!near(positions[i + 2] ?? 0)) continue;
        sum += (colours[i] ?? 0) + (colours[i + 1] ?? 0) + (colours[i + 2] ?? 0);
        count++;
      }
      return sum / count;
    };

    const share = light((z) => z < -0.25) / light((z) => z > 0.25);

    expect(share).toBeGreaterThan(0.5);
    expect(share).toBeLessThan(0.7);
  });
});

/** Closed, with a volume, and of triangles that have an area. */
function expectSolid(mesh: Mesh): void {
  expect(isClosed(mesh)).toBe(true);
  expect(volumeOf(mesh)).toBeGreaterThan(0);
  expect(areasOf(mesh).filter((area) => !(area > 0))).toEqual([]);
  expect(mesh.positions.every((value) => value >= -0.5 && value <= 0.5)).toBe(true);
}

const gray = { data: new Uint8Array(10 * 10 * 3).fill(128), width: 10, height: 10 };

function silhouette(width: number, height: number, rule: (x: number, y: number) => boolean) {
  return silhouetteOf({ data: shape(width, height, rule), width, height });
}

describe('odd masks', () => {
  it.each([
    ['one pixel', 40, 30, (x: number, y: number) => x === 20 && y === 10],
    ['everything', 40, 30, () => true],
    ['a line one pixel high', 300, 20, (_: number, y: number) => y === 10],
    ['a thin diagonal in a large photo', 3000, 3000, (x: number, y: number) => x === y],
    ['a chessboard', 64, 64, (x: number, y: number) => (x + y) % 2 === 0],
    [
      'two specks',
      200,
      100,
      (x: number, y: number) => Math.min(Math.hypot(x - 20, y - 50), Math.hypot(x - 180, y - 50)) < 8,
    ],
  ])('%s become a solid in the unit cube', async (_, width, height, rule) => {
    expectSolid(await inflate(silhouette(width, height, rule), gray, 60));
  });

  it('a ring keeps its hole', async () => {
    const ring = silhouette(200, 200, (x, y) => {
      const radius = Math.hypot(x - 100, y - 100);
      return radius > 40 && radius < 90;
    });

    const mesh = await inflate(ring, gray, 100);
    const { positions } = mesh;

    expectSolid(mesh);
    expect(eulerCharacteristic(mesh)).toBe(0);
    const inHole = Array.from({ length: positions.length / 3 }, (_, i) => i * 3).filter(
      (i) => Math.hypot(positions[i] ?? 0, positions[i + 1] ?? 0) < 0.2,
    );
    expect(inHole).toEqual([]);
  });

  it('a pencil is as thick as it is high, not as it is wide', async () => {
    const pencil = silhouette(400, 100, (x, y) => x > 20 && x < 380 && y > 40 && y < 60);

    const mesh = await inflate(pencil, gray, 256);

    expect(extent(mesh, 2).size / extent(mesh, 1).size).toBeCloseTo(1, 1);
  });

  it('many specks get a coarser grid, within the bound of faces', async () => {
    const specks = silhouette(64, 64, (x, y) => (x + y) % 2 === 0);
    const whole = (await inflate(specks, gray, 64)).faces.length / 3;

    const mesh = await boundedMesh(specks, gray, 64, 5000);

    expect(whole).toBeGreaterThan(5000);
    expect(mesh.faces.length / 3).toBeLessThanOrEqual(5000);
    expectSolid(mesh);
  });

  it('become solids, whatever they select', async () => {
    const mask = fc
      .tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 }))
      .chain(([width, height]) =>
        fc
          .array(fc.boolean(), { minLength: width * height, maxLength: width * height })
          .filter((pixels) => pixels.includes(true))
          .map((pixels) => silhouette(width, height, (x, y) => pixels[y * width + x] ?? false)),
      );

    await fc.assert(
      fc.asyncProperty(mask, fc.integer({ min: 8, max: 60 }), async (shape, nodes) => {
        expectSolid(await inflate(shape, gray, nodes));
      }),
    );
  });

  it('have a hole for each hole of theirs', async () => {
    const holes = fc.uniqueArray(fc.tuple(fc.nat(3), fc.nat(3)), {
      maxLength: 16,
      selector: ([column, row]) => 4 * row + column,
    });

    await fc.assert(
      fc.asyncProperty(holes, async (cut) => {
        const isCut = (x: number, y: number) =>
          cut.some(([column, row]) => Math.hypot(x - 20 * column - 20, y - 20 * row - 20) < 6);
        const mesh = await inflate(
          silhouette(100, 100, (x, y) => !isCut(x, y)),
          gray,
          100,
        );

        expect(eulerCharacteristic(mesh)).toBe(2 - 2 * cut.length);
      }),
      { numRuns: 20 },
    );
  });
});
