import { describe, expect, it } from 'vitest';
import { solvePoisson } from '#local/preview-model/solid/poisson.ts';

function solve(side: number, rule: (x: number, y: number) => boolean): Float32Array {
  const inside = Float32Array.from({ length: side * side }, (_, i) =>
    rule(i % side, Math.floor(i / side)) ? 0.5 : -0.5,
  );
  return solvePoisson(inside, side, side);
}

describe('the Poisson equation', () => {
  it('is a half sphere squared on a disc', () => {
    const radius = 80;
    const u = solve(201, (x, y) => Math.hypot(x - 100, y - 100) < radius);

    for (const distance of [0, 20, 40, 60, 70])
      expect(Math.sqrt(u[100 * 201 + 100 + distance] ?? 0)).toBeCloseTo(
        Math.sqrt(radius ** 2 - distance ** 2),
        -0.5,
      );
  });

  it('is a parabola across a long strip', () => {
    const half = 20;
    const u = solve(301, (x, y) => Math.abs(y - 150) < half && x > 1 && x < 299);

    for (const distance of [0, 10, 15])
      expect((u[(150 + distance) * 301 + 150] ?? 0) / (2 * (half ** 2 - distance ** 2))).toBeCloseTo(1, 1);
  });

  it('is zero outside', () => {
    const u = solve(60, (x, y) => x > 10 && x < 20 && y > 10 && y < 50);

    expect(u.filter((value) => value > 0)).toHaveLength(9 * 39);
  });

  it('satisfies the equation at every node of a crooked shape', () => {
    const side = 120;
    const rule = (x: number, y: number) =>
      Math.hypot(x - 60, y - 60) < 40 + 12 * Math.sin(5 * Math.atan2(y - 60, x - 60));
    const u = solve(side, rule);

    const residuals = Array.from(u, (value, i) => {
      if (value === 0) return 0;
      return (u[i - 1] ?? 0) + (u[i + 1] ?? 0) + (u[i - side] ?? 0) + (u[i + side] ?? 0) - 4 * value + 4;
    });
    expect(Math.max(...residuals.map(Math.abs))).toBeLessThan(0.05);
  });
});
