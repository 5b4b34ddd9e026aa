import type { SessionRow } from '../contracts/session.ts';
import type { MaskSubmission } from '../contracts/workflow.ts';
import { ConflictError } from '../errors.ts';
import { succeedToken } from '../execution/token.ts';
import { loggable } from '../middleware/loggable.ts';
import { logger } from '../middleware/observability.ts';
import { ageOf, pause } from '../time.ts';
import { handOverMask } from './hand-over.ts';
import { readRow } from './store.ts';

type Submission = MaskSubmission;

/** Looks at the row after a token was gone, and the milliseconds between them: its writer is on the way. */
const looks = 5;
const lookEvery = 200;

/**
 * Hands a mask to the waiting session. SendTaskSuccess is the lock: of two masks one wins, and the token stays
 * in the row until the workflow has gone on.
 * @throws ConflictError when the session does not wait, waits no more, or has taken or refused this mask
 */
export async function submitMask(table: string, row: SessionRow, submission: Submission): Promise<void> {
  if (row.status !== 'awaiting_mask' || row.mask_token === undefined) return settled(row, submission);
  refuseRefused(row, submission);
  refuseLate(row);
  if ((await succeedToken(row.mask_token, submission)) === 'answered') {
    await showHandOver(table, row, row.mask_token, submission);
    return;
  }
  const later = await rowAfter(table, row);
  if (later === undefined) throw handingOver();
  return settled(later, submission);
}

/** The mask is handed over whatever happens here: ValidateMask writes the same. */
async function showHandOver(
  table: string,
  row: SessionRow,
  token: string,
  { mask }: Submission,
): Promise<void> {
  try {
    await handOverMask(table, row.job_id, token, mask.version);
  } catch (error) {
    logger.warn('The hand-over could not be shown yet', { failure: loggable(error) });
  }
}

/** The row once it shows what became of its token; undefined when it does not change in time. */
async function rowAfter(table: string, before: SessionRow): Promise<SessionRow | undefined> {
  for (let look = 0; look < looks; look += 1) {
    const row = await readRow(table, before.job_id);
    if (row !== undefined && (row.status !== 'awaiting_mask' || row.mask_token !== before.mask_token)) {
      return row;
    }
    await pause(lookEvery);
  }
  return undefined;
}

/** Answers by what the row says. Returning means: this very mask has been taken. */
function settled(row: SessionRow, submission: Submission): void {
  switch (row.status) {
    case 'awaiting_mask':
      refuseRefused(row, submission);
      throw handingOver();
    case 'cancelled':
      throw new ConflictError('SessionCancelled', 'The session was deleted: use a new session_id.');
    case 'failed':
      if (row.reason?.code === 'MaskDeadlinePassed') throw tooLate();
      throw new ConflictError('SessionFailed', 'The session has failed: use a new session_id.');
    case 'processing':
    case 'completed':
      refuseOther(row, submission);
  }
}

function refuseOther(row: SessionRow, { mask }: Submission): void {
  if (row.task === 'initialization') {
    throw new ConflictError('NotAwaitingMask', 'The session does not wait for a mask yet: see its status.');
  }
  if (row.mask_version === mask.version) return;
  throw new ConflictError(
    'MaskAlreadyTaken',
    'The session works with an earlier mask: use a new session_id for another one.',
  );
}

/** The mask of the last round: the user may not have seen yet why it was refused. */
function refuseRefused(row: SessionRow, { mask }: Submission): void {
  if (row.mask_version !== mask.version || row.reason === undefined) return;
  throw new ConflictError('MaskRefused', `This mask was refused: ${row.reason.message}`);
}

function refuseLate({ mask_deadline }: SessionRow): void {
  if (mask_deadline !== undefined && ageOf(mask_deadline) >= 0) throw tooLate();
}

function tooLate(): ConflictError {
  return new ConflictError('MaskTooLate', 'The time for a mask is over: use a new session_id.');
}

function handingOver(): ConflictError {
  return new ConflictError(
    'NotAwaitingMask',
    'The session is just going on: look at its status, and send the mask again if it waits.',
  );
}
