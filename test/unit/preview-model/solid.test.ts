import { decode } from 'fast-png';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Points, readPly } from '#client/ply.ts';
import { silhouetteOf } from '#local/preview-model/mask.ts';
import { reconstruct } from '#local/preview-model/reconstruction.ts';
import { inflate } from '#local/preview-model/solid/inflate.ts';
import { Watch } from '#local/preview-model/watch.ts';
import type { Quality } from '#tasks/core/contracts/common.ts';
import { iou } from '../mask/support/overlap.ts';
import { sampleMask, samplePhoto } from './support/home.ts';
import { holesOf, render, type View } from './support/render.ts';

function cup(quality: Quality, seed = 7) {
  const input = {
    photo: samplePhoto,
    mask: sampleMask,
    quality,
    seed,
    maxPixels: 40_000_000,
    comment: 'a test',
  };
  return reconstruct(input, new Watch());
}

function extent({ positions }: Points, axis: 0 | 1 | 2): { from: number; to: number; size: number } {
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
  const { bounds } = silhouetteOf(
    Uint8Array.from({ length: mask.width * mask.height }, (_, i) =>
      on(i % mask.width, Math.floor(i / mask.width)) ? 1 : 0,
    ),
    mask.width,
    mask.height,
  );
  const scale = Math.max(bounds.width, bounds.height) / size;
  return Uint8Array.from({ length: size * size }, (_, i) => {
    const x = bounds.left + bounds.width / 2 + ((i % size) + 0.5 - size / 2) * scale;
    const y = bounds.top + bounds.height / 2 + (Math.floor(i / size) + 0.5 - size / 2) * scale;
    const within = x >= 0 && y >= 0 && x < mask.width && y < mask.height;
    return within && on(Math.floor(x), Math.floor(y)) ? 1 : 0;
  });
}

describe.each([
  ['low', 10_000],
  ['medium', 50_000],
  ['high', 200_000],
] as const)('the cup in %s quality', (quality, count) => {
  let points: Points;
  /** A pixel holds about three points of the front. */
  const size = Math.round(Math.sqrt(count / 3));
  beforeAll(async () => {
    points = readPly((await cup(quality)).ply);
  });

  it(`has ${count} coloured points`, () => {
    expect(points.positions).toHaveLength(3 * count);
  });

  it('covers the mask from the front', () => {
    expect(iou(render(points, 'front', size).covered, maskPicture(size))).toBeGreaterThanOrEqual(0.95);
  });

  it.each<View>(['front', 'side', 'top', 'back'])('has no holes seen from the %s', (view) => {
    const { covered } = render(points, view, Math.round(size / 2));

    expect(holesOf(covered, Math.round(size / 2)) / covered.filter(Boolean).length).toBeLessThan(0.01);
  });

  it('is centred, within the unit cube and as wide as in the photo', () => {
    const [x, y, z] = [extent(points, 0), extent(points, 1), extent(points, 2)];

    for (const { from, to } of [x, y, z]) {
      expect(from).toBeGreaterThanOrEqual(-0.5);
      expect(to).toBeLessThanOrEqual(0.5);
      expect(Math.abs(from + to)).toBeLessThan(0.03);
    }
    expect(y.size).toBeGreaterThan(0.97);
    expect(x.size / y.size).toBeCloseTo(236 / 290, 1);
  });

  it('is between a fifth of and as deep as it is wide', () => {
    const share = extent(points, 2).size / extent(points, 0).size;

    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThanOrEqual(1);
  });

  it('is closed and round where it is cut across', () => {
    for (const height of [-0.2, 0, 0.2]) expect(widestGap(points, height)).toBeLessThan(20);
  });
});

/** Largest angle in degrees, seen from the middle of a slice across y, without a point. */
function widestGap({ positions }: Points, height: number): number {
  const angles: number[] = [];
  const slice: [number, number][] = [];
  for (let i = 0; i < positions.length; i += 3)
    if (Math.abs((positions[i + 1] ?? 0) - height) < 0.015)
      slice.push([positions[i] ?? 0, positions[i + 2] ?? 0]);
  const xs = slice.map(([x]) => x);
  const middle = (Math.min(...xs) + Math.max(...xs)) / 2;
  for (const [x, z] of slice) angles.push((Math.atan2(z, x - middle) * 180) / Math.PI);
  angles.sort((a, b) => a - b);
  return Math.max(...angles.map((angle, i) => (angles[i + 1] ?? (angles[0] ?? 0) + 360) - angle));
}

describe('points', () => {
  it('are the same for the same seed, and others for another', async () => {
    const [first, again, other] = await Promise.all([cup('low', 1), cup('low', 1), cup('low', 2)]);

    expect(Buffer.compare(first.ply, again.ply)).toBe(0);
    expect(Buffer.compare(first.ply, other.ply)).not.toBe(0);
  });

  it('are spread evenly over a ball', () => {
    const disc = silhouette(100, 100, (x, y) => Math.hypot(x - 49.5, y - 49.5) < 45);
    const { positions } = inflate(disc, gray, 20_000, 3);

    const heights = Array.from({ length: positions.length / 3 }, (_, i) => positions[3 * i + 1] ?? 0);
    const bands = Array.from({ length: 8 }, (_, band) =>
      heights.filter((y) => y >= -0.4 + band * 0.1 && y < -0.3 + band * 0.1),
    ).map(({ length }) => length);
    expect(Math.max(...bands) / Math.min(...bands)).toBeLessThan(1.15);
  });

  it('have the colours of the photo in front, and dimmed ones behind', async () => {
    const { positions, colours } = readPly((await cup('medium')).ply);
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

const gray = { data: new Uint8Array(10 * 10 * 3).fill(128), width: 10, height: 10 };

function silhouette(width: number, height: number, rule: (x: number, y: number) => boolean) {
  const data = Uint8Array.from({ length: width * height }, (_, i) =>
    rule(i % width, Math.floor(i / width)) ? 1 : 0,
  );
  return silhouetteOf(data, width, height);
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
  ])('%s: a solid in the unit cube', (_, width, height, rule) => {
    const { positions } = inflate(silhouette(width, height, rule), gray, 2000, 1);

    expect(positions.every((value) => value >= -0.5 && value <= 0.5)).toBe(true);
    expect(new Set(positions).size).toBeGreaterThan(1000);
  });

  it('a ring keeps its hole', () => {
    const ring = silhouette(200, 200, (x, y) => {
      const radius = Math.hypot(x - 100, y - 100);
      return radius > 40 && radius < 90;
    });

    const { positions } = inflate(ring, gray, 20_000, 1);

    const inHole = Array.from({ length: positions.length / 3 }, (_, i) => i * 3).filter(
      (i) => Math.hypot(positions[i] ?? 0, positions[i + 1] ?? 0) < 0.2,
    );
    expect(inHole).toEqual([]);
  });

  it('a pencil is as thick as it is high, not as it is wide', () => {
    const pencil = silhouette(400, 100, (x, y) => x > 20 && x < 380 && y > 40 && y < 60);

    const points = inflate(pencil, gray, 5000, 1);

    expect(extent(points, 2).size / extent(points, 1).size).toBeCloseTo(1, 1);
  });
});
