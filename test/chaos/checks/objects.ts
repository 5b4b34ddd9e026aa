import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { countsOf, readPly } from '#client/ply.ts';
import { EmbeddingsManifest } from '#contracts/embeddings.ts';
import { photoKey, sessionKeys } from '#contracts/keys.ts';
import type { SessionRow } from '#contracts/session.ts';

/** The state of a completed session's objects. */
export interface SessionObjects {
  readonly problems: readonly string[];
  /** Vertices of the mesh. */
  readonly vertices: number;
}

/** Reads a session's objects and checks that they are complete. */
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
    read(row.mask?.key ?? keys.mask),
    read(row.image?.key ?? photoKey(row.user_id, row.session_id, 'jpeg')),
    read(keys.thumbnail),
    read(row.image_key),
    read(keys.metadata),
  ]);
  if (manifest && tensors) problems.push(...tensorProblems(manifest, tensors));
  const { vertices, faces } = mesh === undefined ? { vertices: 0, faces: 0 } : meshCounts(mesh, problems);
  if (mesh && row.mesh_stats?.num_points !== vertices)
    problems.push(`the row says ${row.mesh_stats?.num_points} vertices, the mesh has ${vertices}`);
  if (mesh && row.mesh_stats?.num_faces !== faces)
    problems.push(`the row says ${row.mesh_stats?.num_faces} triangles, the mesh has ${faces}`);
  return { problems, vertices };
}

function meshCounts(mesh: Uint8Array, problems: string[]): { vertices: number; faces: number | undefined } {
  try {
    const { num_points, num_faces } = countsOf(readPly(mesh));
    return { vertices: num_points, faces: num_faces };
  } catch (error) {
    problems.push(`the mesh is incomplete: ${error}`);
    return { vertices: 0, faces: undefined };
  }
}

function tensorProblems(text: Uint8Array, data: Uint8Array): string[] {
  const manifest = EmbeddingsManifest.safeParse(JSON.parse(new TextDecoder().decode(text)));
  if (!manifest.success) return [`the manifest is invalid: ${manifest.error.message}`];
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
