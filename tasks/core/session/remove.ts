import { ExecutionDoesNotExist, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { sfn } from '../clients/step-functions.ts';
import type { SessionRow } from '../contracts/session.ts';
import { executionArn } from '../execution/arn.ts';
import type { SessionHome } from '../execution/start.ts';
import { sweepSession } from '../storage/sweep.ts';
import { cancelRow } from './transitions.ts';

/**
 * Deletes a session: tombstone first, so that nothing can write to it any more, then its execution is stopped and
 * its objects go. Safe to repeat, which also finishes a deletion that broke off.
 */
export async function removeSession(
  home: Pick<SessionHome, 'S3_BUCKET' | 'STATE_MACHINE_ARN'> & { JOB_STATUS_TABLE: string },
  row: SessionRow,
): Promise<void> {
  await cancelRow(home.JOB_STATUS_TABLE, row.job_id);
  await stopExecution(home.STATE_MACHINE_ARN, row.job_id);
  await sweepSession(home.S3_BUCKET, row);
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
