import type { MeshStats } from './model-job.ts';

/** Says how fine a model is: `25,002 vertices, 50,000 triangles`, or `10,000 points` without faces. */
export function geometryText({ num_points, num_faces }: Pick<MeshStats, 'num_points' | 'num_faces'>): string {
  const number = (count: number) => count.toLocaleString('en');
  if (num_faces === undefined) return `${number(num_points)} points`;
  return `${number(num_points)} vertices, ${number(num_faces)} triangles`;
}

/** Formats bytes in MB, with a decimal only when needed: `10 MB`, `3.2 MB`. */
export function megabytes(bytes: number): string {
  return `${Number((bytes / 1_000_000).toFixed(1))} MB`;
}

/** Formats bytes, in KB below 1 MB: `49 KB`, `3.2 MB`. */
export function fileSize(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} KB` : megabytes(bytes);
}
