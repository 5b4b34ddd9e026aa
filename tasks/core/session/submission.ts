import type { SessionRow } from '#contracts/session.ts';
import type { MaskSubmission } from '#contracts/workflow.ts';
import { ConflictError } from '../errors.ts';
import { succeedToken } from '../execution/token.ts';
import { loggable } from '../telemetry/loggable.ts';
import { logger } from '../telemetry/telemetry.ts';
import { ageOf, pause } from '../time.ts';
import { markSubmitted } from './mark-submitted.ts';
import { readRow } from './store.ts';

type Submission = MaskSubmission;

/** Reads of the row after the token was gone, until it shows why; milliseconds between them. */
const polling = { attempts: 5, interval: 200 };

/**
 * Submits a mask to the waiting session. SendTaskSuccess is the lock: of two masks one wins, and the token stays
 * in the row until the workflow continues.
 * @throws ConflictError when the session does not wait, or has accepted another mask, or has rejected this one
 */
export async function submitMask(table: string, row: SessionRow, submission: Submission): Promise<void> {
  if (row.status !== 'awaiting_mask' || row.mask_token === undefined) return settled(row, submission);
  refuseRejected(row, submission);
  refuseLate(row);
  if ((await succeedToken(row.mask_token, submission)) === 'answered') {
    await showSubmission(table, row, row.mask_token, submission);
    return;
  }
  const later = await rowAfter(table, row);
  if (later === undefined) throw sessionChanging();
  return settled(later, submission);
}

/** The mask is submitted even when this write fails: ValidateMask writes the same. */
async function showSubmission(
  table: string,
  row: SessionRow,
  token: string,
  { mask }: Submission,
): Promise<void> {
  try {
    await markSubmitted(table, row.job_id, token, mask.version);
  } catch (error) {
    logger.warn('The submission could not be shown yet', { failure: loggable(error) });
  }
}

/** The row once it shows what happened to its token; undefined when it does not change in time. */
async function rowAfter(table: string, before: SessionRow): Promise<SessionRow | undefined> {
  for (let attempt = 0; attempt < polling.attempts; attempt += 1) {
    const row = await readRow(table, before.job_id);
    if (row !== undefined && (row.status !== 'awaiting_mask' || row.mask_token !== before.mask_token)) {
      return row;
    }
    await pause(polling.interval);
  }
  return undefined;
}

/** Decides from the row. Returns when this very mask was accepted. */
function settled(row: SessionRow, submission: Submission): void {
  switch (row.status) {
    case 'awaiting_mask':
      refuseRejected(row, submission);
      throw sessionChanging();
    case 'cancelled':
      throw new ConflictError('SessionCancelled', 'This session was deleted. Use a new session_id.');
    case 'failed':
      if (row.reason?.code === 'MaskDeadlinePassed') throw tooLate();
      throw new ConflictError('SessionFailed', 'This session has failed. Use a new session_id.');
    case 'processing':
    case 'completed':
      refuseOther(row, submission);
  }
}

function refuseOther(row: SessionRow, { mask }: Submission): void {
  if (row.task === 'initialization') {
    throw new ConflictError('NotAwaitingMask', 'The session does not wait for a mask yet. Check its status.');
  }
  if (row.mask_version === mask.version) return;
  throw new ConflictError(
    'MaskAlreadyTaken',
    'A mask was already submitted. Use a new session_id for another one.',
  );
}

/** The mask of the last round: the user may not know yet why it was rejected. */
function refuseRejected(row: SessionRow, { mask }: Submission): void {
  if (row.mask_version !== mask.version || row.reason === undefined) return;
  throw new ConflictError('MaskRefused', `This mask was rejected: ${row.reason.message}`);
}

function refuseLate({ mask_deadline }: SessionRow): void {
  if (mask_deadline !== undefined && ageOf(mask_deadline) >= 0) throw tooLate();
}

function tooLate(): ConflictError {
  return new ConflictError('MaskTooLate', 'The time to submit a mask is over. Use a new session_id.');
}

function sessionChanging(): ConflictError {
  return new ConflictError(
    'NotAwaitingMask',
    'The session just changed. Check its status and resend the mask if needed.',
  );
}
