import { expect, it } from 'vitest';
import { fileSize, geometryText } from '#contracts/format.ts';

it.each([
  [0, '1 KB'],
  [48_873, '49 KB'],
  [3_240_000, '3.2 MB'],
  [20_000_000, '20 MB'],
])('formats %i bytes as %s', (bytes, text) => {
  expect(fileSize(bytes)).toBe(text);
});

it.each([
  [{ num_points: 25_002, num_faces: 50_000 }, '25,002 vertices, 50,000 triangles'],
  [{ num_points: 10_000 }, '10,000 points'],
])('describes %o as %s', (stats, text) => {
  expect(geometryText(stats)).toBe(text);
});
