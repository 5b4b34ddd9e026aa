import type { StatusResponse } from '#contracts/api.ts';

/** The part of a status that says what the session does, and since when. */
export type StageOfSession = Pick<StatusResponse, 'status' | 'stage' | 'updated_at'>;

/** Seconds that the model takes at most on a running GPU. */
const usual: Partial<Record<StatusResponse['stage'], number>> = { embedding: 30, reconstructing: 180 };

/** Has a session waited so long that a GPU must be starting, or be busy? */
export function waitsForInstance({ status, stage, updated_at }: StageOfSession, now = Date.now()): boolean {
  const patience = usual[stage];
  return status === 'processing' && patience !== undefined && now - Date.parse(updated_at) > patience * 1_000;
}
