import type { StatusResponse } from '#tasks/core/contracts/api.ts';

/** What tells how far a session is, and since when. */
export type StageOfSession = Pick<StatusResponse, 'status' | 'stage' | 'updated_at'>;

/** Seconds that the model takes at most when a machine is there; the queue of a busy time may also be the reason. */
const usual: Partial<Record<StatusResponse['stage'], number>> = { embedding: 30, reconstructing: 180 };

/** Has a session waited so long for the model that a machine must still be starting, or be busy? */
export function waitsForMachine({ status, stage, updated_at }: StageOfSession, now = Date.now()): boolean {
  const patience = usual[stage];
  return status === 'processing' && patience !== undefined && now - Date.parse(updated_at) > patience * 1_000;
}
