import { paginateGetExecutionHistory, paginateListStateMachines, type SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { executionArn } from '#contracts/names.ts';
import { type JsonValue, parseJson } from '../asl/json.ts';
import { RecordError } from './errors.ts';

/**
 * Finds the ARN of a session's execution.
 * @param job job id, or the execution's ARN
 * @param stateMachine name of the state machine
 * @throws RecordError `StateMachineUnknown`
 */
export async function executionArnOf(client: SFNClient, job: string, stateMachine: string): Promise<string> {
  if (job.startsWith('arn:')) return job;
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    const arn = stateMachines.find(({ name }) => name === stateMachine)?.stateMachineArn;
    if (arn !== undefined) return executionArn(arn, job);
  }
  throw new RecordError(
    'StateMachineUnknown',
    `State machine ${stateMachine} not found. Use the execution's ARN, or another region or profile.`,
  );
}

/**
 * Fetches all pages of a history, with timestamps as the AWS CLI prints them.
 * @throws RecordError `ExecutionUnknown`
 */
export async function fetchHistory(client: SFNClient, executionArn: string): Promise<JsonValue[]> {
  const events: JsonValue[] = [];
  try {
    const pages = paginateGetExecutionHistory({ client }, { executionArn, includeExecutionData: true });
    for await (const page of pages) for (const event of page.events ?? []) events.push(asPrinted(event));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ExecutionDoesNotExist')) throw error;
    const message = `Execution ${executionArn} not found. Check the account, region or folder.`;
    throw new RecordError('ExecutionUnknown', message, { cause: error });
  }
  return events;
}

const Timed = z.looseObject({ timestamp: z.date() });

function asPrinted(event: unknown): JsonValue {
  const { timestamp, ...rest } = Timed.parse(event);
  return parseJson(JSON.stringify({ timestamp: timestamp.toISOString().replace('Z', '+00:00'), ...rest }));
}
