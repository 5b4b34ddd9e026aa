import * as z from 'zod';

/** The user pool's `sub`. It is a path segment of every key of the user. */
export const UserId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
/** Chosen by the client; a path segment too. */
export const SessionId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/** Execution name: a hash of user and session, see `jobIdOf`. */
export const JobId = z.string().regex(/^[0-9a-z-]{1,80}$/);

/** An object pinned to the version that was validated. */
export const PinnedObject = z.object({ key: z.string().min(1).max(1024), version: z.string().min(1) });
export type PinnedObject = z.infer<typeof PinnedObject>;

export const Quality = z.enum(['low', 'medium', 'high']);
export type Quality = z.infer<typeof Quality>;

/** Seeds are 32-bit unsigned, as torch and numpy take them. */
export const Seed = z.int().min(0).max(0xffff_ffff);

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

/** Why a session failed, or why the last mask was refused. */
export const Reason = z.object({ code: z.string().min(1), message: z.string().min(1) });
export type Reason = z.infer<typeof Reason>;
