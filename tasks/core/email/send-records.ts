import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { itemKeys } from '#contracts/names.ts';
import { table as client } from '../clients.ts';
import { setExpression } from '../set-expression.ts';
import { day, epochIn } from '../time.ts';

/** Emails that are sent at most once per job and redrive. */
export type EmailKind = 'success-user' | 'success-admin' | 'failure-user' | 'failure-admin';

export interface EmailId {
  readonly job_id: string;
  readonly kind: EmailKind;
  readonly redrive: number;
}

/** Seconds that a record is kept: longer than a failed execution can be redriven. */
const recordLife = 15 * day;

/** `sending`: a call is sending it, or died while sending. `failed`: it is not tried again. */
const RecordState = z.enum(['sending', 'sent', 'failed']);
const SendRecord = z.object({ state: RecordState, since: z.int() });
export type SendRecord = z.infer<typeof SendRecord>;

/** Puts the record before sending. @returns the existing record, undefined when there was none */
export async function putSendRecord(table: string, email: EmailId): Promise<SendRecord | undefined> {
  const item = { job_id: keyOf(email), ...fresh('sending'), expires_at: epochIn(recordLife) };
  try {
    await client.send(
      new PutCommand({ TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(job_id)' }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return readSendRecord(table, email);
    throw error;
  }
}

/** Takes over from a sender that died. @returns false when another call was faster */
export async function claimSend(table: string, email: EmailId, abandoned: SendRecord): Promise<boolean> {
  return change(table, email, fresh('sending'), abandoned.since);
}

/** Completes the record after sending. */
export async function completeSendRecord(
  table: string,
  email: EmailId,
  state: 'sent' | 'failed',
): Promise<void> {
  await change(table, email, fresh(state));
}

/** Reads the record consistently. */
export async function readSendRecord(table: string, email: EmailId): Promise<SendRecord | undefined> {
  const found = await client.send(
    new GetCommand({ TableName: table, Key: { job_id: keyOf(email) }, ConsistentRead: true }),
  );
  return found.Item === undefined ? undefined : SendRecord.parse(found.Item);
}

async function change(table: string, email: EmailId, to: SendRecord, only?: number): Promise<boolean> {
  const expression = setExpression(to);
  try {
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { job_id: keyOf(email) },
        UpdateExpression: expression.text,
        ConditionExpression: `#state = :sending${only === undefined ? '' : ' AND #since = :only'}`,
        ExpressionAttributeNames: expression.names,
        ExpressionAttributeValues: { ...expression.values, ':sending': 'sending', ':only': only },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function fresh(state: SendRecord['state']): SendRecord {
  return { state, since: Date.now() };
}

function keyOf({ job_id, kind, redrive }: EmailId): string {
  return itemKeys.sendRecord(job_id, kind, redrive);
}
