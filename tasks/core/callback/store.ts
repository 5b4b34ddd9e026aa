import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { CallbackItem, RecordedResult } from '#contracts/callback.ts';
import { itemKeys } from '#contracts/names.ts';
import type { InferenceStage } from '#contracts/workflow.ts';
import { table as client } from '../clients.ts';
import { setExpression } from '../set-expression.ts';
import { day, epochIn, isoNow } from '../time.ts';

/** Seconds that an item is kept: longer than a failed execution can be redriven (14 days). */
const itemLife = 15 * day;

/** The stored state of one inference request. */
export interface Callback {
  readonly jobId: string;
  readonly stage: InferenceStage | undefined;
  readonly token: string | undefined;
  readonly invoked: boolean;
  readonly result: RecordedResult | undefined;
}

/** Stores the token. @returns the request, which may already have a result or a recorded call */
export async function storeToken(
  table: string,
  inferenceId: string,
  request: { job_id: string; stage: InferenceStage; token: string },
): Promise<Callback> {
  return write(table, inferenceId, {
    for_job: request.job_id,
    stage: request.stage,
    token: request.token,
  });
}

/** Records that the endpoint has accepted the request. A crash before this calls the endpoint again. */
export async function markInvoked(table: string, inferenceId: string, jobId: string): Promise<void> {
  await write(table, inferenceId, { for_job: jobId, invoked_at: isoNow() });
}

/** Records how the inference ended, also before its token is stored. The first result stays. */
export async function recordResult(
  table: string,
  inferenceId: string,
  jobId: string,
  result: RecordedResult,
): Promise<Callback> {
  const first = { result: JSON.stringify(result), recorded_at: isoNow() };
  return write(table, inferenceId, { for_job: jobId }, first);
}

/** Reads the request consistently. */
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

/** One write to one item, so the later of two writers always sees the values of the first. */
async function write(table: string, inferenceId: string, values: object, once?: object): Promise<Callback> {
  const expression = setExpression({ ...values, expires_at: epochIn(itemLife) }, once);
  const written = await client.send(
    new UpdateCommand({
      TableName: table,
      Key: { job_id: itemKeys.callback(inferenceId) },
      UpdateExpression: expression.text,
      ExpressionAttributeNames: expression.names,
      ExpressionAttributeValues: expression.values,
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
