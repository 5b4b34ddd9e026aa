import type { ResultFile } from '#contracts/api.ts';
import { sessionKeys } from '#contracts/keys.ts';
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
    photo: row.image ?? { key: row.image_key },
    ...(row.image?.thumbnail && { thumbnail: row.image.thumbnail }),
    ...(row.image?.alpha_mask && { alpha_mask: row.image.alpha_mask }),
    embeddings: { key: keys.embeddings },
    embeddings_data: { key: keys.embeddingsData },
    mask: { key: keys.mask, version: row.mask_version },
    mesh: { key: keys.mesh },
    splat: { key: keys.splat },
  };
}
