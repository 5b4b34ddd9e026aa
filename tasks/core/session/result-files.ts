import type { ResultFile } from '#contracts/api.ts';
import { sessionKeys, uploadedMaskKey } from '#contracts/keys.ts';
import type { SessionRow } from '#contracts/session.ts';
import { headObject } from '../storage/objects.ts';
import { readingUrl } from '../storage/urls.ts';

interface Candidate {
  readonly key: string;
  /** The validated version; the newest when absent. */
  readonly version?: string | undefined;
}

/** Short-lived URLs of the files that a session has so far. */
export async function resultFiles(
  bucket: string,
  row: SessionRow,
  seconds: number,
): Promise<Partial<Record<ResultFile, string>>> {
  const entries = Object.entries(candidatesOf(row)).map(async ([name, candidate]) => {
    const found = await headObject(bucket, candidate.key, candidate.version);
    return found === undefined ? [] : [[name, await readingUrl(bucket, found, { seconds })] as const];
  });
  return Object.fromEntries((await Promise.all(entries)).flat());
}

function candidatesOf(row: SessionRow): Partial<Record<ResultFile, Candidate>> {
  const keys = sessionKeys(row.user_id, row.session_id);
  return {
    ...(row.image && { photo: row.image }),
    ...(row.image?.thumbnail && { thumbnail: row.image.thumbnail }),
    ...(row.image?.alpha_mask && { alpha_mask: row.image.alpha_mask }),
    embeddings: { key: keys.embeddings },
    embeddings_data: { key: keys.embeddingsData },
    ...maskOf(row),
    mesh: { key: keys.mesh },
    splat: { key: keys.splat },
  };
}

/** The prepared mask. Sessions of release 0.1 have the submitted one. */
function maskOf(row: SessionRow): { mask?: Candidate } {
  if (row.mask !== undefined) return { mask: row.mask };
  if (row.image === undefined || row.image.upload !== undefined) return {};
  return { mask: { key: uploadedMaskKey(row.user_id, row.session_id, 'png'), version: row.mask_version } };
}
