import { ExecutionDoesNotExist, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { executionArn } from '#contracts/names.ts';
import type { SessionRow } from '#contracts/session.ts';
import { sfn } from '../clients.ts';
import type { SessionConfig } from '../execution/start.ts';
import { purgeSession } from '../storage/purge.ts';
import { cancelRow } from './transitions.ts';

/**
 * Deletes a session: writes the tombstone first, so that nothing can write to it, then stops its execution and
 * deletes its objects. Repeating it is safe and finishes an interrupted deletion.
 */
export async function removeSession(
  config: Pick<SessionConfig, 'S3_BUCKET' | 'STATE_MACHINE_ARN'> & { JOB_STATUS_TABLE: string },
  row: SessionRow,
): Promise<void> {
  await cancelRow(config.JOB_STATUS_TABLE, row.job_id);
  await stopExecution(config.STATE_MACHINE_ARN, row.job_id);
  await purgeSession(config.S3_BUCKET, row);
}

async function stopExecution(machineArn: string, jobId: string): Promise<void> {
  try {
    await sfn.send(
      new StopExecutionCommand({
        executionArn: executionArn(machineArn, jobId),
        error: 'SessionCancelled',
        cause: 'The user deleted the session.',
      }),
    );
  } catch (error) {
    if (!(error instanceof ExecutionDoesNotExist)) throw error;
  }
}
