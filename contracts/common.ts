import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';

// English messages only. Otherwise each bundle contains all languages.
z.config(en());

/** The user pool's `sub`. It is a path segment of every key of the user. */
export const UserId = z.string().check(z.regex(/^[A-Za-z0-9-]{1,64}$/));
/** Chosen by the client. It is a path segment of every key of the session. */
export const SessionId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));
/** Execution name: a hash of user and session, see `jobIdOf`. */
export const JobId = z.string().check(z.regex(/^[0-9a-z-]{1,80}$/));

/** An object pinned to the version that was validated. */
export const PinnedObject = z.object({
  key: z.string().check(z.minLength(1), z.maxLength(1024)),
  version: z.string().check(z.minLength(1)),
});
export type PinnedObject = z.infer<typeof PinnedObject>;

/** Most objects of one photo that a job makes beside the first. Bundles would keep a schema with a computed limit. */
export const maxMoreObjects = 7;
export const maxObjects = maxMoreObjects + 1;

export const Quality = z.enum(['low', 'medium', 'high']);
export type Quality = z.infer<typeof Quality>;

/** Seeds are 32-bit unsigned, as torch and numpy take them. */
export const Seed = z.int().check(z.gte(0), z.lte(0xffff_ffff));

export const Status = z.enum(['processing', 'awaiting_mask', 'completed', 'failed', 'cancelled']);
export type Status = z.infer<typeof Status>;

export const TaskName = z.enum(['initialization', 'reconstruction']);
export type TaskName = z.infer<typeof TaskName>;

export const Stage = z.enum([
  'starting',
  'validating',
  'embedding',
  'awaiting_mask',
  'validating_mask',
  'reconstructing',
  'notifying',
  'done',
]);
export type Stage = z.infer<typeof Stage>;

/** Why a session failed, or why the last mask was rejected. */
export const Reason = z.object({
  code: z.string().check(z.minLength(1)),
  message: z.string().check(z.minLength(1)),
});
export type Reason = z.infer<typeof Reason>;
