import type { Pixels } from './photo.ts';

/** Side of the square feature grid, in cells. */
export const gridSize = 256;
/** Blur of each feature map, in cells: texture, parts, whole surfaces. */
export const sigmas = [1, 2.5, 6] as const;

/** CIE Lab planes (L, a, b; D65) of sRGB pixels, row-major, one after the other. */
export function labPlanes(pixels: Pixels): Float32Array {
  const cells = pixels.width * pixels.height;
  const planes = new Float32Array(cells * 3);
  for (let i = 0; i < cells; i++) {
    const r = linear(pixels.data[i * 3] ?? 0);
    const g = linear(pixels.data[i * 3 + 1] ?? 0);
    const b = linear(pixels.data[i * 3 + 2] ?? 0);
    const x = root((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    const y = root(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
    const z = root((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
    planes[i] = 116 * y - 16;
    planes[cells + i] = 500 * (x - y);
    planes[2 * cells + i] = 200 * (y - z);
  }
  return planes;
}

function linear(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function root(t: number): number {
  return t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27) * (t / 116) + 16 / 116;
}

/** Gaussian blur of one square plane, borders repeated. */
export function blur(plane: Float32Array, size: number, sigma: number): Float32Array {
  const kernel = gaussian(sigma);
  return pass(pass(plane, size, kernel, 1, size), size, kernel, size, 1);
}

function gaussian(sigma: number): number[] {
  const radius = Math.ceil(sigma * 3);
  const weights = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

function pass(plane: Float32Array, size: number, kernel: number[], step: number, line: number): Float32Array {
  const out = new Float32Array(plane.length);
  const radius = (kernel.length - 1) / 2;
  for (let row = 0; row < size; row++)
    for (let at = 0; at < size; at++) {
      let sum = 0;
      for (let k = -radius; k <= radius; k++) {
        const from = Math.min(size - 1, Math.max(0, at + k));
        sum += (kernel[k + radius] ?? 0) * (plane[row * line + from * step] ?? 0);
      }
      out[row * line + at * step] = sum;
    }
  return out;
}
