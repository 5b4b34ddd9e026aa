import * as z from 'zod/mini';
import { JobId, SessionId, UserId } from './common.ts';

/** Limits and times of the deployment when the session started, by name. */
export const SessionSettings = z.record(z.string(), z.union([z.string(), z.number()]));
export type SessionSettings = z.infer<typeof SessionSettings>;

/** `metadata.json`, written once by `initialize`. The email address is the verified claim of the ID token. */
export const SessionMetadata = z.object({
  job_id: JobId,
  user_id: UserId,
  session_id: SessionId,
  user_email: z.email(),
  created_at: z.iso.datetime(),
  settings: SessionSettings,
});
export type SessionMetadata = z.infer<typeof SessionMetadata>;
