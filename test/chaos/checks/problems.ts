import type { SessionRow } from '#contracts/session.ts';
import { emailProblems } from './emails.ts';
import type { Evidence } from './evidence.ts';
import { sessionProblems } from './sessions.ts';

/** The problems that the evidence shows, one sentence each. */
export async function problemsIn(evidence: Evidence, faults: boolean): Promise<string[]> {
  return [...sessionProblems(evidence, faults), ...emailProblems(evidence, faults), ...strayKeys(evidence)];
}

/** Checks that deleted sessions have no objects and that every object belongs to a session. */
function strayKeys({ keys, rows, faults }: Evidence): string[] {
  const owners = new Map<string, SessionRow>(
    [...rows.values()].flatMap((row) => [
      [`users/${row.user_id}/sessions/${row.session_id}/`, row] as const,
      [`sagemaker-async-output/${row.job_id}/`, row] as const,
      [`sagemaker-async-failure/${row.job_id}/`, row] as const,
    ]),
  );
  // A lost notification skips a purge; the bucket's lifecycle rules delete those objects later.
  const purgeSkipped = faults.some(({ fault }) => fault === 'lost');
  return keys.flatMap((key) => {
    const owner = owners.get(/^(?:users\/[^/]+\/sessions\/[^/]+\/|[^/]+\/[^/]+\/)/.exec(key)?.[0] ?? '');
    if (owner === undefined) return [`${key} belongs to no session`];
    if (owner.deleted_at !== undefined && !purgeSkipped && !isUpload(key))
      return [`${key} belongs to a deleted session`];
    return [];
  });
}

/**
 * An upload form stays valid for minutes, even if its session is deleted. The bucket's lifecycle rules delete such
 * uploads.
 */
function isUpload(key: string): boolean {
  return /\/(?:original_image|mask_final)\.[a-z]+$/.test(key);
}
