import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { sessionKeys } from '#contracts/keys.ts';
import type { SessionMetadata, SessionSettings } from '#contracts/metadata.ts';
import { metricNames } from '#contracts/names.ts';
import type { SessionRow } from '#contracts/session.ts';
import type { ExecutionInput } from '#contracts/workflow.ts';
import { s3, sfn } from '../clients.ts';
import { count } from '../telemetry/telemetry.ts';

/** Settings that starting a session needs. */
export interface SessionConfig {
  readonly S3_BUCKET: string;
  readonly STATE_MACHINE_ARN: string;
  readonly SESSION_SETTINGS: SessionSettings;
}

/**
 * Writes `metadata.json`, then starts the session's execution. Repeating it is safe: both are made from the row
 * alone, and an existing execution stays unchanged.
 */
export async function startSession(config: SessionConfig, row: SessionRow, email: string): Promise<void> {
  await writeMetadata(config, row, email);
  try {
    await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: config.STATE_MACHINE_ARN,
        name: row.job_id,
        input: executionInput(row),
      }),
    );
    count(metricNames.sessionStarted);
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}

/** The canonical input: always the same text for the same session. */
export function executionInput(row: SessionRow): string {
  const { job_id, user_id, session_id, image_key } = row;
  const input: ExecutionInput = { job_id, user_id, session_id, image_key };
  return JSON.stringify(input);
}

async function writeMetadata(config: SessionConfig, row: SessionRow, email: string): Promise<void> {
  const { job_id, user_id, session_id, created_at } = row;
  const metadata: SessionMetadata = {
    job_id,
    user_id,
    session_id,
    user_email: email,
    created_at,
    settings: config.SESSION_SETTINGS,
  };
  await s3.send(
    new PutObjectCommand({
      Bucket: config.S3_BUCKET,
      Key: sessionKeys(user_id, session_id).metadata,
      Body: JSON.stringify(metadata),
      ContentType: 'application/json',
    }),
  );
}
