import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  ExecutionDoesNotExist,
} from '@aws-sdk/client-sfn';
import { sfn } from '../clients/step-functions.ts';
import type { SessionRow } from '../contracts/session.ts';
import { executionArn } from '../execution/arn.ts';
import { type SessionHome, startSession } from '../execution/start.ts';
import { endReason } from '../failure/end-reason.ts';
import { loggable } from '../middleware/loggable.ts';
import { logger } from '../middleware/observability.ts';
import { ageOf } from '../time.ts';
import { failRow } from './transitions.ts';

/** Seconds without news before the row is doubted, and between two looks at the same session. */
const doubtAfter = 60;
/** Sessions remembered by this process; the oldest go first. */
const maxRemembered = 1_000;

interface RepairHome extends SessionHome {
  readonly JOB_STATUS_TABLE: string;
}

const lastLooks = new Map<string, number>();

/**
 * Holds a row that has had no news for a while against its execution: starts the session again when there is
 * none, and marks it failed when it ended without a word. Trouble on the way leaves the row as it is.
 * @param email the caller's verified address, for `metadata.json` of a session that is started again
 */
export async function repaired(
  home: RepairHome,
  row: SessionRow,
  email: string | undefined,
): Promise<SessionRow> {
  if (!isDoubtful(row)) return row;
  remember(row.job_id);
  try {
    return await heldAgainstExecution(home, row, email);
  } catch (error) {
    logger.warn('The session could not be held against its execution', { failure: loggable(error) });
    return row;
  }
}

async function heldAgainstExecution(
  home: RepairHome,
  row: SessionRow,
  email: string | undefined,
): Promise<SessionRow> {
  const execution = await describe(home.STATE_MACHINE_ARN, row.job_id);
  if (execution === undefined) {
    if (email !== undefined) await startSession(home, row, email);
    return row;
  }
  const reason = endReason(execution.status ?? 'RUNNING', { Error: execution.error, Cause: execution.cause });
  if (reason === undefined) return row;
  const writer = { job_id: row.job_id, redrive: execution.redriveCount ?? 0 };
  return (await failRow(home.JOB_STATUS_TABLE, writer, reason)) ?? row;
}

async function describe(machineArn: string, jobId: string): Promise<DescribeExecutionOutput | undefined> {
  try {
    return await sfn.send(new DescribeExecutionCommand({ executionArn: executionArn(machineArn, jobId) }));
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

function isDoubtful({ job_id, status, updated_at }: SessionRow): boolean {
  const open = status === 'processing' || status === 'awaiting_mask';
  const looked = lastLooks.get(job_id) ?? 0;
  return open && ageOf(updated_at) > doubtAfter && Date.now() - looked > doubtAfter * 1000;
}

function remember(jobId: string): void {
  lastLooks.delete(jobId);
  lastLooks.set(jobId, Date.now());
  const oldest = lastLooks.keys().next();
  if (lastLooks.size > maxRemembered && oldest.value !== undefined) lastLooks.delete(oldest.value);
}
