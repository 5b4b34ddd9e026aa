import { paginateGetExecutionHistory, paginateListStateMachines, type SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { type JsonValue, parseJson } from '../asl/json.ts';
import { RecordError } from './errors.ts';

/**
 * The ARN of a session's execution.
 * @param job job id, or the execution's ARN
 * @param machine name of the state machine
 * @throws RecordError `MachineUnknown` when there is no such machine
 */
export async function executionArnOf(client: SFNClient, job: string, machine: string): Promise<string> {
  if (job.startsWith('arn:')) return job;
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    const arn = stateMachines.find(({ name }) => name === machine)?.stateMachineArn;
    if (arn !== undefined) return `${arn.replace(':stateMachine:', ':execution:')}:${job}`;
  }
  throw new RecordError(
    'MachineUnknown',
    `There is no state machine ${machine} here; give the execution's whole ARN, or another region or profile.`,
  );
}

/**
 * All pages of a history, timestamps as the AWS command line prints them.
 * @throws RecordError `ExecutionUnknown`
 */
export async function fetchHistory(client: SFNClient, executionArn: string): Promise<JsonValue[]> {
  const events: JsonValue[] = [];
  try {
    const pages = paginateGetExecutionHistory({ client }, { executionArn, includeExecutionData: true });
    for await (const page of pages) for (const event of page.events ?? []) events.push(asPrinted(event));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ExecutionDoesNotExist')) throw error;
    const message = `There is no execution ${executionArn}; is this the right account, region or folder?`;
    throw new RecordError('ExecutionUnknown', message, { cause: error });
  }
  return events;
}

const Timed = z.looseObject({ timestamp: z.date() });

function asPrinted(event: unknown): JsonValue {
  const { timestamp, ...rest } = Timed.parse(event);
  return parseJson(JSON.stringify({ timestamp: timestamp.toISOString().replace('Z', '+00:00'), ...rest }));
}
