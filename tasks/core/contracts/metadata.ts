import { z } from 'zod';
import { JobId, SessionId, UserId } from './common.ts';

/** `metadata.json`: written once by `initialize`. The address is the ID token's verified claim. */
export const SessionMetadata = z.object({
  job_id: JobId,
  user_id: UserId,
  session_id: SessionId,
  user_email: z.email(),
  created_at: z.iso.datetime(),
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type SessionMetadata = z.infer<typeof SessionMetadata>;
