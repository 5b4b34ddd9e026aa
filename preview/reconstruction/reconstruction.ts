import type { Quality } from '#contracts/common.ts';
import type { MeshStats } from '#contracts/model-job.ts';
import { readMask, type Silhouette } from '../mask.ts';
import { openPhoto, type Pixels } from '../photo.ts';
import { inflate } from './inflate.ts';
import { encodePly, type Mesh } from './ply.ts';

/** Nodes along the longer side, and the most faces, as many as the container allows. */
const sizes: Readonly<Record<Quality, { nodes: number; mostFaces: number }>> = {
  low: { nodes: 100, mostFaces: 50_000 },
  medium: { nodes: 176, mostFaces: 150_000 },
  high: { nodes: 256, mostFaces: 300_000 },
};

export interface ReconstructionInput {
  readonly photo: Uint8Array;
  readonly mask: Uint8Array;
  readonly quality: Quality;
  readonly maxPixels: number;
  /** Goes into the file's header. */
  readonly comment: string;
}

export interface Reconstruction {
  readonly ply: Uint8Array<ArrayBuffer>;
  readonly stats: MeshStats;
}

/**
 * Photo and mask to a closed mesh. The same input makes the same bytes.
 * @throws ModelError ImageUnreadable, ImageTooLarge, MaskUnreadable, MaskSizeMismatch or MaskEmpty
 */
export async function reconstruct(job: ReconstructionInput): Promise<Reconstruction> {
  const photo = await openPhoto(job.photo, job.maxPixels);
  const silhouette = await readMask(job.mask, photo);
  const { nodes, mostFaces } = sizes[job.quality];
  const picture = await photo.pixels(pictureSize(silhouette, nodes), silhouette.bounds);
  const mesh = await boundedMesh(silhouette, picture, nodes, mostFaces);
  const ply = encodePly(mesh, job.comment);
  return { ply, stats: statsOf(silhouette, ply, mesh) };
}

/** A silhouette of many specks has up to twice the faces of a whole one, so it gets a coarser grid. */
export async function boundedMesh(
  silhouette: Silhouette,
  picture: Pixels,
  nodes: number,
  mostFaces: number,
): Promise<Mesh> {
  const mesh = await inflate(silhouette, picture, nodes);
  const count = mesh.faces.length / 3;
  if (count <= mostFaces) return mesh;
  return boundedMesh(silhouette, picture, Math.floor(0.95 * nodes * Math.sqrt(mostFaces / count)), mostFaces);
}

/** About a pixel for each node. */
function pictureSize({ bounds }: Silhouette, nodes: number): { width: number; height: number } {
  const scale = Math.min(1, nodes / Math.max(bounds.width, bounds.height));
  return {
    width: Math.max(1, Math.round(bounds.width * scale)),
    height: Math.max(1, Math.round(bounds.height * scale)),
  };
}

function statsOf({ selected, width, height }: Silhouette, ply: Uint8Array, mesh: Mesh): MeshStats {
  return {
    num_points: mesh.positions.length / 3,
    num_faces: mesh.faces.length / 3,
    file_size_mb: Math.round((ply.length / 2 ** 20) * 1000) / 1000,
    has_colors: true,
    mask_coverage_percent: Math.round(((100 * selected) / (width * height)) * 1000) / 1000,
  };
}
