import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { SessionRow } from '#contracts/session.ts';
import { table as client } from '../clients.ts';
import { sessionNotFound } from '../errors.ts';
import { day, epochIn, isoNow } from '../time.ts';

/** Seconds that a row is kept: longer than the user's objects (90 days), which are found by it. */
const rowLife = 100 * day;

/** The fields that a new session starts with. */
export interface NewSession {
  readonly job_id: string;
  readonly user_id: string;
  readonly session_id: string;
  readonly image_key: string;
}

/** Reads a row consistently, also a deleted one. */
export async function readRow(table: string, jobId: string): Promise<SessionRow | undefined> {
  const found = await client.send(
    new GetCommand({ TableName: table, Key: { job_id: jobId }, ConsistentRead: true }),
  );
  return found.Item === undefined ? undefined : SessionRow.parse(found.Item);
}

/** Reads the caller's own row, also a deleted one. @throws NotFoundError when it is missing or another user's */
export async function readOwnRow(table: string, jobId: string, userId: string): Promise<SessionRow> {
  const row = await readRow(table, jobId);
  if (row === undefined || row.user_id !== userId) throw sessionNotFound();
  return row;
}

/** Reads the caller's own session. @throws NotFoundError when it is missing, deleted or another user's */
export async function readLiveRow(table: string, jobId: string, userId: string): Promise<SessionRow> {
  const row = await readOwnRow(table, jobId, userId);
  if (row.deleted_at !== undefined) throw sessionNotFound();
  return row;
}

/** Puts the row of a new session. @returns undefined when there already is one */
export async function createRow(table: string, session: NewSession): Promise<SessionRow | undefined> {
  const row = newRow(session);
  try {
    await client.send(
      new PutCommand({ TableName: table, Item: row, ConditionExpression: 'attribute_not_exists(job_id)' }),
    );
    return row;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

function newRow(session: NewSession): SessionRow {
  const now = isoNow();
  return {
    ...session,
    created_at: now,
    updated_at: now,
    status: 'processing',
    task: 'initialization',
    stage: 'starting',
    progress: 0,
    redrive_count: 0,
    stage_times: { starting: now },
    expires_at: epochIn(rowLife),
  };
}
