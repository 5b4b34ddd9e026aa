import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { readPly } from '#client/ply.ts';
import { EmbeddingsManifest } from '#tasks/core/contracts/embeddings.ts';
import type { SessionRow } from '#tasks/core/contracts/session.ts';
import { sessionKeys } from '#tasks/core/keys.ts';

/** What is wrong with the objects of a session that has succeeded. */
export interface SessionObjects {
  readonly problems: readonly string[];
  /** Points of the mesh. */
  readonly points: number;
}

/** Reads mesh, manifest, tensors and mask, and looks whether they are whole. */
export async function readSessionObjects(
  s3: S3Client,
  bucket: string,
  row: SessionRow,
): Promise<SessionObjects> {
  const keys = sessionKeys(row.user_id, row.session_id);
  const problems: string[] = [];
  const read = async (key: string) => {
    const bytes = await get(s3, bucket, key);
    if (bytes === undefined) problems.push(`${key} is missing`);
    return bytes;
  };
  const [mesh, manifest, tensors] = await Promise.all([
    read(keys.mesh),
    read(keys.embeddings),
    read(keys.embeddingsData),
    read(keys.mask),
    read(row.image_key),
    read(keys.metadata),
  ]);
  if (manifest && tensors) problems.push(...tensorProblems(manifest, tensors));
  const points = mesh === undefined ? 0 : pointsOf(mesh, problems);
  if (mesh && row.mesh_stats?.num_points !== points)
    problems.push(`the row tells ${row.mesh_stats?.num_points} points, the mesh has ${points}`);
  return { problems, points };
}

function pointsOf(mesh: Uint8Array, problems: string[]): number {
  try {
    return readPly(mesh).positions.length / 3;
  } catch (error) {
    problems.push(`the mesh is not whole: ${error}`);
    return 0;
  }
}

function tensorProblems(text: Uint8Array, data: Uint8Array): string[] {
  const manifest = EmbeddingsManifest.safeParse(JSON.parse(new TextDecoder().decode(text)));
  if (!manifest.success) return [`the manifest does not have its form: ${manifest.error.message}`];
  const end = Math.max(...manifest.data.tensors.map(({ offset, bytes }) => offset + bytes));
  return end === data.byteLength ? [] : [`the tensors have ${data.byteLength} bytes, not ${end}`];
}

async function get(s3: S3Client, Bucket: string, Key: string): Promise<Uint8Array | undefined> {
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return await object.Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
