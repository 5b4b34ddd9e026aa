import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Stage } from '#contracts/common.ts';
import { SessionRow } from '#contracts/session.ts';
import { liveRow } from '#contracts/transitions.ts';
import { table as client } from '../clients.ts';
import { namesOf, setExpression } from '../set-expression.ts';
import { isoNow } from '../time.ts';

/** Attributes to write and to remove. `began` also records the start of that stage. */
export interface RowChange {
  readonly set: Partial<SessionRow>;
  readonly remove?: readonly (keyof SessionRow)[];
  readonly began?: Stage;
}

/** A condition over `#name`s (attributes of the row) and `:value`s. */
export interface Condition {
  readonly expression: string;
  readonly attributes: readonly (keyof SessionRow)[];
  readonly values?: Readonly<Record<string, unknown>>;
}

/**
 * One conditional write to a live session row. Always sets `updated_at`.
 * @returns the row after the write, or undefined when the condition did not hold
 */
export async function updateRow(
  table: string,
  jobId: string,
  change: RowChange,
  condition?: Condition,
): Promise<SessionRow | undefined> {
  const expression = updateExpression(change);
  try {
    const written = await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { job_id: jobId },
        UpdateExpression: expression.text,
        ConditionExpression: condition ? `${liveRow} AND (${condition.expression})` : liveRow,
        ExpressionAttributeNames: { ...expression.names, ...namesOf(condition?.attributes ?? []) },
        ExpressionAttributeValues: { ...expression.values, ...condition?.values },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return SessionRow.parse(written.Attributes);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

function updateExpression({ set, remove = [], began }: RowChange) {
  const now = isoNow();
  const { text, names, values } = setExpression({ ...set, updated_at: now });
  const stageTime = began === undefined ? '' : ', #stage_times.#began = :began';
  const removal = remove.length === 0 ? '' : ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}`;
  return {
    text: `${text}${stageTime}${removal}`,
    names: { ...names, ...namesOf(remove), ...(began && { '#stage_times': 'stage_times', '#began': began }) },
    values: { ...values, ...(began && { ':began': now }) },
  };
}
