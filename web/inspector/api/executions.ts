import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { readHistory } from '#state-machines/replay/read-history.ts';
import type { Door } from './door.ts';
import { Definition, Described, HistoryPage } from './shapes.ts';

/** One execution with everything that happened. */
export interface LoadedExecution {
  readonly described: Described;
  readonly history: readonly HistoryEvent[];
  /** The definition that it runs by, as JSON text. */
  readonly definition: string;
}

const pageSize = 1_000;
/** Most polls find few new events. */
const firstLook = 25;

/**
 * @param before what an earlier call found: only what came since is fetched
 * @throws DoorError, NetworkError
 */
export async function loadExecution(
  door: Door,
  executionArn: string,
  before: LoadedExecution | undefined,
  signal: AbortSignal,
): Promise<LoadedExecution> {
  // In this order: an execution that has ended has all of its events.
  const described = await door.call('DescribeExecution', { executionArn }, Described, signal);
  const events =
    before === undefined
      ? await allEvents(door, executionArn, signal)
      : await newerEvents(door, executionArn, before.history.length, signal);
  const definition = before?.definition ?? (await definitionOf(door, executionArn, signal));
  if (before !== undefined && events.length === 0) return { ...before, described };
  return { described, definition, history: readHistory([...(before?.history ?? []), ...events]) };
}

/** The definition that new executions of the machine run by. @throws DoorError, NetworkError */
export async function currentDefinition(door: Door, stateMachineArn: string): Promise<string> {
  return (await door.call('DescribeStateMachine', { stateMachineArn }, Definition)).definition;
}

async function definitionOf(door: Door, executionArn: string, signal: AbortSignal): Promise<string> {
  const answer = await door.call('DescribeStateMachineForExecution', { executionArn }, Definition, signal);
  return answer.definition;
}

type WireEvent = HistoryPage['events'][number];

async function allEvents(door: Door, executionArn: string, signal: AbortSignal): Promise<WireEvent[]> {
  const events: WireEvent[] = [];
  let nextToken: string | undefined;
  do {
    const input = { executionArn, maxResults: pageSize, ...(nextToken !== undefined && { nextToken }) };
    const page = await door.call('GetExecutionHistory', input, HistoryPage, signal);
    events.push(...page.events);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}

/** Reads backwards until what is known. */
async function newerEvents(
  door: Door,
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
      maxResults: firstLook,
      ...(nextToken !== undefined && { nextToken }),
    };
    const page = await door.call('GetExecutionHistory', input, HistoryPage, signal);
    events.push(...page.events.filter(({ id }) => id > known));
    nextToken = page.events.some(({ id }) => id <= known) ? undefined : page.nextToken;
  } while (nextToken !== undefined);
  return events;
}
