import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { table as client } from '../clients/table.ts';
import type { Stage } from '../contracts/common.ts';
import { SessionRow } from '../contracts/session.ts';
import { isoNow } from '../time.ts';

/** Attributes to write and to take away. `began` also notes when that stage began. */
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

/** Every write needs a row that is there and not deleted: nothing recreates a deleted session. */
const alive = 'attribute_exists(job_id) AND attribute_not_exists(deleted_at)';

/**
 * One conditional write to a live session row; `updated_at` is always renewed.
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
        ConditionExpression: condition ? `${alive} AND (${condition.expression})` : alive,
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
  const values: Record<string, unknown> = {};
  const assignments: string[] = [];
  for (const [name, value] of Object.entries({ ...set, updated_at: now })) {
    if (value === undefined) continue;
    values[`:set_${name}`] = value;
    assignments.push(`#${name} = :set_${name}`);
  }
  const names = namesOf([...remove, ...assignedNames(set)]);
  if (began !== undefined) {
    assignments.push('#stage_times.#began = :began');
    Object.assign(names, { '#stage_times': 'stage_times', '#began': began });
    values[':began'] = now;
  }
  const removal = remove.length === 0 ? '' : ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}`;
  return { text: `SET ${assignments.join(', ')}${removal}`, names, values };
}

function assignedNames(set: Partial<SessionRow>): string[] {
  return Object.entries({ ...set, updated_at: '' })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
}

function namesOf(attributes: readonly string[]): Record<string, string> {
  return Object.fromEntries(attributes.map((name) => [`#${name}`, name]));
}
