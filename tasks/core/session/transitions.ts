import type { Reason, Stage } from '../contracts/common.ts';
import type { SessionRow } from '../contracts/session.ts';
import type { ResumableState } from '../contracts/workflow.ts';
import { ConflictError, ContractError } from '../errors.ts';
import { countFailure } from '../middleware/observability.ts';
import { isoNow } from '../time.ts';
import { measureStageLeft } from './stage-time.ts';
import { resumedStage, stageFacts } from './stages.ts';
import { readRow } from './store.ts';
import { type Condition, updateRow } from './update.ts';

/** Who writes: a task of this execution, run by this redrive. */
export interface Writer {
  readonly job_id: string;
  readonly redrive: number;
}

/**
 * Rule: status only moves forward; a failed one changes only with a higher redrive count, a completed one never:
 * an execution that fails after it was written, and is redriven, finds its session done.
 */
function forward(writer: Writer, progress: number, also = ''): Condition {
  return {
    expression: `(#redrive_count < :redrive AND #status <> :completed) OR (#redrive_count = :redrive AND #status IN (:processing, :awaiting) AND #progress <= :progress${also})`,
    attributes: ['redrive_count', 'status', 'progress'],
    values: {
      ':redrive': writer.redrive,
      ':processing': 'processing',
      ':awaiting': 'awaiting_mask',
      ':completed': 'completed',
      ':progress': progress,
    },
  };
}

/**
 * Moves a session to a stage, with what was found out in it. A row that is further on stays as it is.
 * @returns the row as it is then
 * @throws ConflictError `SessionCancelled` when the session was deleted
 */
export async function advance(
  table: string,
  writer: Writer,
  stage: Stage,
  facts: Partial<SessionRow> = {},
): Promise<SessionRow> {
  const { status, task, progress } = stageFacts[stage];
  const change = {
    set: { status, task, stage, progress, redrive_count: writer.redrive, ...facts },
    // A session that is done waits for no mask: its token goes.
    remove: stage === 'done' ? (['reason', 'mask_token'] as const) : (['reason'] as const),
    began: stage,
  };
  const written = await updateRow(table, writer.job_id, change, forward(writer, progress));
  if (written === undefined) return stillThere(table, writer.job_id);
  measureStageLeft(written, stage);
  return written;
}

/**
 * Raises the percentage while the session is in a stage; a row that is elsewhere stays as it is.
 * @returns the row, when this call raised it
 */
export async function raiseProgress(
  table: string,
  jobId: string,
  stage: Stage,
  progress: number,
): Promise<SessionRow | undefined> {
  return updateRow(
    table,
    jobId,
    { set: { progress } },
    {
      expression: '#status = :processing AND #stage = :stage AND #progress < :progress',
      attributes: ['status', 'stage', 'progress'],
      values: { ':processing': 'processing', ':stage': stage, ':progress': progress },
    },
  );
}

/**
 * The given mask is being looked at; of an older round the row keeps nothing.
 * @throws ConflictError `SessionCancelled` when the session was deleted
 */
export async function beginMask(
  table: string,
  writer: Writer,
  round: number,
  version: string,
): Promise<void> {
  const { status, task, progress } = stageFacts.validating_mask;
  const condition = forward(writer, progress, ' AND #mask_round = :round');
  const written = await updateRow(
    table,
    writer.job_id,
    {
      set: {
        status,
        task,
        progress,
        stage: 'validating_mask',
        redrive_count: writer.redrive,
        mask_round: round,
        mask_version: version,
      },
      remove: ['reason'],
      began: 'validating_mask',
    },
    {
      ...condition,
      attributes: [...condition.attributes, 'mask_round'],
      values: { ...condition.values, ':round': round },
    },
  );
  if (written === undefined) await stillThere(table, writer.job_id);
  else measureStageLeft(written, 'validating_mask');
}

/** Ends a session as failed. @returns the row if this call, or an earlier one of the same redrive, failed it */
export async function failRow(
  table: string,
  writer: Writer,
  reason: Reason,
): Promise<SessionRow | undefined> {
  const change = {
    set: { status: 'failed' as const, redrive_count: writer.redrive, reason },
    remove: ['mask_token'] as const,
  };
  const written = await updateRow(table, writer.job_id, change, forward(writer, 100));
  if (written !== undefined) {
    countFailure(writer.job_id, reason.code);
    return written;
  }
  const row = await readRow(table, writer.job_id);
  const failedHere = row?.status === 'failed' && row.redrive_count === writer.redrive;
  return failedHere ? row : undefined;
}

/**
 * Takes up a failed session again, by a redrive. One that was completed stays so.
 * @throws ConflictError `SessionCancelled` when the session was deleted
 */
export async function resumeRow(table: string, writer: Writer, state: ResumableState): Promise<void> {
  const stage = resumedStage[state];
  const { task, progress } = stageFacts[stage];
  const written = await updateRow(
    table,
    writer.job_id,
    {
      set: {
        status: 'processing',
        task,
        stage,
        progress,
        redrive_count: writer.redrive,
        mask_round: 0,
      },
      remove: ['reason', 'mail', 'mask_token'],
      began: stage,
    },
    {
      expression: '#redrive_count < :redrive AND #status <> :completed',
      attributes: ['redrive_count', 'status'],
      values: { ':redrive': writer.redrive, ':completed': 'completed' },
    },
  );
  if (written === undefined) await stillThere(table, writer.job_id);
}

/** Shows whether the user's mail could be sent; a session that a redrive has taken up since stays as it is. */
export async function noteMail(table: string, writer: Writer, mail: 'sent' | 'failed'): Promise<void> {
  await updateRow(
    table,
    writer.job_id,
    { set: { mail } },
    {
      expression: '#redrive_count = :redrive AND #status IN (:completed, :failed)',
      attributes: ['redrive_count', 'status'],
      values: { ':redrive': writer.redrive, ':completed': 'completed', ':failed': 'failed' },
    },
  );
}

/**
 * The tombstone: from here on no write to this row succeeds.
 * @returns undefined when the session was deleted before
 */
export async function cancelRow(table: string, jobId: string): Promise<SessionRow | undefined> {
  return updateRow(table, jobId, {
    set: { status: 'cancelled', deleted_at: isoNow() },
    remove: ['mask_token', 'reason'],
  });
}

/** Tells a row that is merely further on from one that is gone. */
async function stillThere(table: string, jobId: string): Promise<SessionRow> {
  const row = await readRow(table, jobId);
  if (row === undefined) {
    throw new ContractError('SessionMissing', 'The execution has no session row.', { job_id: jobId });
  }
  if (row.deleted_at !== undefined) {
    throw new ConflictError('SessionCancelled', 'The session was deleted.', { job_id: jobId });
  }
  return row;
}
