import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { s3 } from '../clients/s3.ts';
import { sfn } from '../clients/step-functions.ts';
import type { SessionMetadata, SessionSettings } from '../contracts/metadata.ts';
import type { SessionRow } from '../contracts/session.ts';
import type { ExecutionInput } from '../contracts/workflow.ts';
import { sessionKeys } from '../keys.ts';
import { count } from '../middleware/observability.ts';
import { metricNames } from '../names.ts';

/** Where sessions live, and what they run with. */
export interface SessionHome {
  readonly S3_BUCKET: string;
  readonly STATE_MACHINE_ARN: string;
  readonly SESSION_SETTINGS: SessionSettings;
}

/**
 * Writes `metadata.json`, then starts the session's execution. Twice is as good as once: both are made from the
 * row alone, and an execution that already exists, running or closed, is left as it is.
 */
export async function startSession(home: SessionHome, row: SessionRow, email: string): Promise<void> {
  await writeMetadata(home, row, email);
  try {
    await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: home.STATE_MACHINE_ARN,
        name: row.job_id,
        input: executionInput(row),
      }),
    );
    count(metricNames.sessionStarted);
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}

/** The canonical input: these members, in this order, nothing of the moment. */
export function executionInput(row: SessionRow): string {
  const { job_id, user_id, session_id, image_key } = row;
  const input: ExecutionInput = { job_id, user_id, session_id, image_key };
  return JSON.stringify(input);
}

async function writeMetadata(home: SessionHome, row: SessionRow, email: string): Promise<void> {
  const { job_id, user_id, session_id, created_at } = row;
  const metadata: SessionMetadata = {
    job_id,
    user_id,
    session_id,
    user_email: email,
    created_at,
    settings: home.SESSION_SETTINGS,
  };
  await s3.send(
    new PutObjectCommand({
      Bucket: home.S3_BUCKET,
      Key: sessionKeys(user_id, session_id).metadata,
      Body: JSON.stringify(metadata),
      ContentType: 'application/json',
    }),
  );
}
