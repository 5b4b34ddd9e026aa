import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  ExecutionDoesNotExist,
} from '@aws-sdk/client-sfn';
import { executionArn } from '#contracts/names.ts';
import type { SessionRow } from '#contracts/session.ts';
import { sfn } from '../clients.ts';
import { type SessionConfig, startSession } from '../execution/start.ts';
import { endReason } from '../failure/end-reason.ts';
import { loggable } from '../telemetry/loggable.ts';
import { logger } from '../telemetry/telemetry.ts';
import { ageOf } from '../time.ts';
import { failRow } from './transitions.ts';

/** Seconds without a write after which a row is checked, and between two checks of the same session. */
const checkAfter = 60;
/** Sessions that this process remembers. The oldest are dropped first. */
const maxRemembered = 1_000;

interface ReconcileConfig extends SessionConfig {
  readonly JOB_STATUS_TABLE: string;
}

const lastChecks = new Map<string, number>();

/**
 * Compares a row without recent writes with its execution. Starts the session again when there is no execution,
 * and fails it when the execution ended without writing so. Errors leave the row unchanged.
 * @param email the caller's verified address, for `metadata.json` of a session that is started again
 */
export async function reconciled(
  config: ReconcileConfig,
  row: SessionRow,
  email: string | undefined,
): Promise<SessionRow> {
  if (!isStale(row)) return row;
  remember(row.job_id);
  try {
    return await compareWithExecution(config, row, email);
  } catch (error) {
    logger.warn('The session could not be compared with its execution', { failure: loggable(error) });
    return row;
  }
}

async function compareWithExecution(
  config: ReconcileConfig,
  row: SessionRow,
  email: string | undefined,
): Promise<SessionRow> {
  const execution = await describe(config.STATE_MACHINE_ARN, row.job_id);
  if (execution === undefined) {
    if (email !== undefined) await startSession(config, row, email);
    return row;
  }
  const reason = endReason(execution.status ?? 'RUNNING', { Error: execution.error, Cause: execution.cause });
  if (reason === undefined) return row;
  const writer = { job_id: row.job_id, redrive: execution.redriveCount ?? 0 };
  return (await failRow(config.JOB_STATUS_TABLE, writer, reason)) ?? row;
}

async function describe(machineArn: string, jobId: string): Promise<DescribeExecutionOutput | undefined> {
  try {
    return await sfn.send(new DescribeExecutionCommand({ executionArn: executionArn(machineArn, jobId) }));
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

function isStale({ job_id, status, updated_at }: SessionRow): boolean {
  const open = status === 'processing' || status === 'awaiting_mask';
  const checked = lastChecks.get(job_id) ?? 0;
  return open && ageOf(updated_at) > checkAfter && Date.now() - checked > checkAfter * 1000;
}

function remember(jobId: string): void {
  lastChecks.delete(jobId);
  lastChecks.set(jobId, Date.now());
  const oldest = lastChecks.keys().next();
  if (lastChecks.size > maxRemembered && oldest.value !== undefined) lastChecks.delete(oldest.value);
}
