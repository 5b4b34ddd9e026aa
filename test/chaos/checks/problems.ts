import type { SessionRow } from '#tasks/core/contracts/session.ts';
import type { Evidence } from './evidence.ts';
import { mailProblems } from './mails.ts';
import { sessionProblems } from './sessions.ts';

/** What the evidence shows to be wrong, a sentence each. */
export async function problemsIn(evidence: Evidence, faults: boolean): Promise<string[]> {
  return [...sessionProblems(evidence, faults), ...mailProblems(evidence, faults), ...strayKeys(evidence)];
}

/** A deleted session has no object left, and every object belongs to a session. */
function strayKeys({ keys, rows, faults }: Evidence): string[] {
  const owners = new Map<string, SessionRow>(
    [...rows.values()].flatMap((row) => [
      [`users/${row.user_id}/sessions/${row.session_id}/`, row] as const,
      [`sagemaker-async-output/${row.job_id}/`, row] as const,
      [`sagemaker-async-failure/${row.job_id}/`, row] as const,
    ]),
  );
  // What a lost notification would have swept goes by the bucket's lifecycle.
  const sweepsLost = faults.some(({ trouble }) => trouble === 'lost');
  return keys.flatMap((key) => {
    const owner = owners.get(/^(?:users\/[^/]+\/sessions\/[^/]+\/|[^/]+\/[^/]+\/)/.exec(key)?.[0] ?? '');
    if (owner === undefined) return [`${key} belongs to no session`];
    if (owner.deleted_at !== undefined && !sweepsLost && !isUpload(key))
      return [`${key} is left of a deleted session`];
    return [];
  });
}

/**
 * An upload form holds for minutes, also when its session is deleted meanwhile: what a user uploads then goes by
 * the bucket's lifecycle.
 */
function isUpload(key: string): boolean {
  return key.endsWith('/mask_final.png') || /\/original_image\.(jpg|png)$/.test(key);
}
