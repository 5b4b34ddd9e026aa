import type { PinnedObject, Reason, Stage } from '#contracts/common.ts';
import type { SessionRow } from '#contracts/session.ts';
import { forwardOnly, stageFacts } from '#contracts/transitions.ts';
import type { ResumableState } from '#contracts/workflow.ts';
import { ConflictError, ContractError } from '../errors.ts';
import { countFailure } from '../telemetry/telemetry.ts';
import { isoNow } from '../time.ts';
import { measureStageLeft } from './stage-time.ts';
import { readRow } from './store.ts';
import { type Condition, updateRow } from './update.ts';

/** The execution that writes, and its redrive count. */
export interface Writer {
  readonly job_id: string;
  readonly redrive: number;
}

/** What the row shows while a redrive leads back to a state; each then writes its own stage. */
export const resumedStage: Readonly<Record<ResumableState, Stage>> = {
  ValidateInput: 'validating',
  RequestEmbedding: 'embedding',
  WaitForMask: 'embedding',
  ValidateMask: 'validating_mask',
  RequestReconstruction: 'reconstructing',
  NotifySuccess: 'notifying',
};

/** The condition of the rule `forwardOnly` for one write. */
function forward(writer: Writer, progress: number, also?: string): Condition {
  const { expression, attributes, values } = forwardOnly(also);
  return { expression, attributes, values: { ...values, ':redrive': writer.redrive, ':progress': progress } };
}

/** The condition of the rule `forwardOnly`, and that the row is in this mask round. */
function inRound(writer: Writer, progress: number, round: number): Condition {
  const condition = forward(writer, progress, '#mask_round = :round');
  return {
    ...condition,
    attributes: [...condition.attributes, 'mask_round'],
    values: { ...condition.values, ':round': round },
  };
}

/**
 * Moves a session to a stage and stores its results. A row that has moved on stays unchanged.
 * @returns the row after the call
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
    // A finished session waits for no mask, so its token is removed.
    remove: stage === 'done' ? (['reason', 'mask_token'] as const) : (['reason'] as const),
    began: stage,
  };
  const written = await updateRow(table, writer.job_id, change, forward(writer, progress));
  if (written === undefined) return stillThere(table, writer.job_id);
  measureStageLeft(written, stage);
  return written;
}

/**
 * Raises the progress within a stage. A row in another stage stays unchanged.
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
 * Shows that the mask of this round is being validated. A row of a later round stays unchanged.
 * @throws ConflictError `SessionCancelled` when the session was deleted
 */
export async function startMaskRound(
  table: string,
  writer: Writer,
  round: number,
  version: string,
): Promise<void> {
  const { status, task, progress } = stageFacts.validating_mask;
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
      remove: ['reason', 'mask'],
      began: 'validating_mask',
    },
    inRound(writer, progress, round),
  );
  if (written === undefined) await stillThere(table, writer.job_id);
  else measureStageLeft(written, 'validating_mask');
}

/**
 * Shows the prepared mask of this round. A row of a later round stays unchanged.
 * @throws ConflictError `SessionCancelled` when the session was deleted
 */
export async function acceptMask(
  table: string,
  writer: Writer,
  round: number,
  { key, version }: PinnedObject,
): Promise<void> {
  const condition = inRound(writer, stageFacts.validating_mask.progress, round);
  const written = await updateRow(
    table,
    writer.job_id,
    { set: { mask: { key, version }, redrive_count: writer.redrive } },
    condition,
  );
  if (written === undefined) await stillThere(table, writer.job_id);
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
 * Resumes a failed session in a redrive. A completed one stays unchanged.
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

/** Records whether the user's email was sent. A session that a redrive has resumed stays unchanged. */
export async function recordEmail(table: string, writer: Writer, mail: 'sent' | 'failed'): Promise<void> {
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
 * Writes the tombstone, after which no write to this row succeeds.
 * @returns undefined when the session was deleted before
 */
export async function cancelRow(table: string, jobId: string): Promise<SessionRow | undefined> {
  return updateRow(table, jobId, {
    set: { status: 'cancelled', deleted_at: isoNow() },
    remove: ['mask_token', 'reason'],
  });
}

/** Tells apart a row that is further on from one that is gone. */
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
