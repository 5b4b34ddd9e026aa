import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { table as client } from '../clients/table.ts';
import { CallbackItem, RecordedResult } from '../contracts/callback.ts';
import type { InferenceStage } from '../contracts/workflow.ts';
import { itemKeys } from '../names.ts';
import { day, epochIn, isoNow } from '../time.ts';

/** Seconds that an item is kept: longer than a failed execution can be redriven (14 days). */
const itemLife = 15 * day;

/** What the table knows of one inference request. */
export interface Callback {
  readonly jobId: string;
  readonly stage: InferenceStage | undefined;
  readonly token: string | undefined;
  readonly invoked: boolean;
  readonly result: RecordedResult | undefined;
}

/** Stores the token. The answer shows a result that came before it, and whether the model was asked before. */
export async function storeToken(
  table: string,
  inferenceId: string,
  request: { job_id: string; stage: InferenceStage; token: string },
): Promise<Callback> {
  return write(table, inferenceId, {
    ':for_job': request.job_id,
    ':stage': request.stage,
    ':token': request.token,
  });
}

/** Notes that the endpoint has taken the request; only after its answer, so that a crash asks again. */
export async function markInvoked(table: string, inferenceId: string, jobId: string): Promise<void> {
  await write(table, inferenceId, { ':for_job': jobId, ':invoked_at': isoNow() });
}

/** Records how the inference ended, also when no token is stored yet. The first result stays. */
export async function recordResult(
  table: string,
  inferenceId: string,
  jobId: string,
  result: RecordedResult,
): Promise<Callback> {
  const first = { ':result': JSON.stringify(result), ':recorded_at': isoNow() };
  return write(table, inferenceId, { ':for_job': jobId }, first);
}

/** The request as it is now (a consistent read). */
export async function readCallback(table: string, inferenceId: string): Promise<Callback | undefined> {
  const found = await client.send(
    new GetCommand({
      TableName: table,
      Key: { job_id: itemKeys.callback(inferenceId) },
      ConsistentRead: true,
    }),
  );
  return found.Item === undefined ? undefined : toCallback(found.Item);
}

/** One write to one item, so that of two writers the second always sees what the first wrote. */
async function write(
  table: string,
  inferenceId: string,
  values: Record<string, unknown>,
  once: Record<string, unknown> = {},
): Promise<Callback> {
  const all = { ...values, ':expires_at': epochIn(itemLife) };
  const names = [...Object.keys(all), ...Object.keys(once)].map((value) => value.slice(1));
  const assignments = [
    ...Object.keys(all).map((value) => `#${value.slice(1)} = ${value}`),
    ...Object.keys(once).map((value) => `#${value.slice(1)} = if_not_exists(#${value.slice(1)}, ${value})`),
  ];
  const written = await client.send(
    new UpdateCommand({
      TableName: table,
      Key: { job_id: itemKeys.callback(inferenceId) },
      UpdateExpression: `SET ${assignments.join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: { ...all, ...once },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return toCallback(written.Attributes);
}

function toCallback(item: unknown): Callback {
  const { for_job, stage, token, invoked_at, result } = CallbackItem.parse(item);
  return {
    jobId: for_job,
    stage,
    token,
    invoked: invoked_at !== undefined,
    result: result === undefined ? undefined : RecordedResult.parse(JSON.parse(result)),
  };
}
