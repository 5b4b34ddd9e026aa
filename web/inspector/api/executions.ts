import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { readHistory } from '#state-machines/replay/read-history.ts';
import type { OperatorApi } from './operator-api.ts';
import { Definition, Described, HistoryPage } from './shapes.ts';

/** One execution with its history and definition. */
export interface LoadedExecution {
  readonly described: Described;
  readonly history: readonly HistoryEvent[];
  /** The execution's definition, as JSON text. */
  readonly definition: string;
}

const pageSize = 1_000;
/** Most polls find few new events. */
const firstPageSize = 25;

/**
 * Loads an execution, or its changes since the last call.
 *
 * @param before result of the last call; only newer events are fetched
 * @throws OperatorApiError, NetworkError
 */
export async function loadExecution(
  operatorApi: OperatorApi,
  executionArn: string,
  before: LoadedExecution | undefined,
  signal: AbortSignal,
): Promise<LoadedExecution> {
  // Describe first: once an execution has ended, its history is complete.
  const described = await operatorApi.call('DescribeExecution', { executionArn }, Described, signal);
  const events =
    before === undefined
      ? await allEvents(operatorApi, executionArn, signal)
      : await newerEvents(operatorApi, executionArn, before.history.length, signal);
  const definition = before?.definition ?? (await definitionOf(operatorApi, executionArn, signal));
  if (before !== undefined && events.length === 0) return { ...before, described };
  return { described, definition, history: readHistory([...(before?.history ?? []), ...events]) };
}

/** The definition of new executions. @throws OperatorApiError, NetworkError */
export async function currentDefinition(operatorApi: OperatorApi, stateMachineArn: string): Promise<string> {
  return (await operatorApi.call('DescribeStateMachine', { stateMachineArn }, Definition)).definition;
}

async function definitionOf(
  operatorApi: OperatorApi,
  executionArn: string,
  signal: AbortSignal,
): Promise<string> {
  const answer = await operatorApi.call(
    'DescribeStateMachineForExecution',
    { executionArn },
    Definition,
    signal,
  );
  return answer.definition;
}

type WireEvent = HistoryPage['events'][number];

async function allEvents(
  operatorApi: OperatorApi,
  executionArn: string,
  signal: AbortSignal,
): Promise<WireEvent[]> {
  const events: WireEvent[] = [];
  let nextToken: string | undefined;
  do {
    const input = { executionArn, maxResults: pageSize, ...(nextToken !== undefined && { nextToken }) };
    const page = await operatorApi.call('GetExecutionHistory', input, HistoryPage, signal);
    events.push(...page.events);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}

/** Reads backwards up to the last known event. */
async function newerEvents(
  operatorApi: OperatorApi,
  executionArn: string,
  known: number,
  signal: AbortSignal,
): Promise<WireEvent[]> {
  const events: WireEvent[] = [];
  let nextToken: string | undefined;
  do {
    const input = {
      executionArn,
      reverseOrder: true,
      maxResults: firstPageSize,
      ...(nextToken !== undefined && { nextToken }),
    };
    const page = await operatorApi.call('GetExecutionHistory', input, HistoryPage, signal);
    events.push(...page.events.filter(({ id }) => id > known));
    nextToken = page.events.some(({ id }) => id <= known) ? undefined : page.nextToken;
  } while (nextToken !== undefined);
  return events;
}
