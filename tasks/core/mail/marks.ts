import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { table as client } from '../clients/table.ts';
import { itemKeys } from '../names.ts';
import { day, epochIn } from '../time.ts';

/** What is mailed at most once per job and redrive. */
export type MailKind = 'success-user' | 'success-admin' | 'failure-user' | 'failure-admin';

export interface MailId {
  readonly job_id: string;
  readonly kind: MailKind;
  readonly redrive: number;
}

/** Seconds that a mark is kept: longer than a failed execution can be redriven. */
const markLife = 15 * day;

/** `sending`: somebody sends it now, or died while sending. `failed`: it was tried, and will not be again. */
const MarkState = z.enum(['sending', 'sent', 'failed']);
const Mark = z.object({ state: MarkState, since: z.int() });
export type Mark = z.infer<typeof Mark>;

/** Sets the mark before sending. @returns the mark that stands in the way, undefined when there was none */
export async function setMark(table: string, mail: MailId): Promise<Mark | undefined> {
  const item = { job_id: keyOf(mail), ...fresh('sending'), expires_at: epochIn(markLife) };
  try {
    await client.send(
      new PutCommand({ TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(job_id)' }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return readMark(table, mail);
    throw error;
  }
}

/** Takes over from a sender that died. @returns false when somebody else was quicker */
export async function takeMark(table: string, mail: MailId, abandoned: Mark): Promise<boolean> {
  return change(table, mail, fresh('sending'), abandoned.since);
}

/** Completes the mark after sending. */
export async function completeMark(table: string, mail: MailId, state: 'sent' | 'failed'): Promise<void> {
  await change(table, mail, fresh(state));
}

/** The mark as it is now. */
export async function readMark(table: string, mail: MailId): Promise<Mark | undefined> {
  const found = await client.send(
    new GetCommand({ TableName: table, Key: { job_id: keyOf(mail) }, ConsistentRead: true }),
  );
  return found.Item === undefined ? undefined : Mark.parse(found.Item);
}

async function change(table: string, mail: MailId, to: Mark, only?: number): Promise<boolean> {
  const condition = `#state = :sending${only === undefined ? '' : ' AND #since = :only'}`;
  try {
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { job_id: keyOf(mail) },
        UpdateExpression: 'SET #state = :state, #since = :since',
        ConditionExpression: condition,
        ExpressionAttributeNames: { '#state': 'state', '#since': 'since' },
        ExpressionAttributeValues: {
          ':sending': 'sending',
          ':state': to.state,
          ':since': to.since,
          ':only': only,
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function fresh(state: Mark['state']): Mark {
  return { state, since: Date.now() };
}

function keyOf({ job_id, kind, redrive }: MailId): string {
  return itemKeys.mailMark(job_id, kind, redrive);
}
