import { z } from 'zod';
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { known } from './executions.ts';
import { Arn, PageSize, PageToken, pageSize, readPageToken, writePageToken } from './members.ts';
import { type Operations, operation, seconds } from './operation.ts';

const GetHistoryInput = z.object({
  executionArn: Arn,
  maxResults: PageSize,
  reverseOrder: z.boolean().nullish(),
  includeExecutionData: z.boolean().nullish(),
  nextToken: PageToken,
});

const getHistory = operation(GetHistoryInput, (context, input) => {
  const { executionArn, nextToken } = input;
  const row = known(context, executionArn);
  const reverse = input.reverseOrder ?? false;
  const of = JSON.stringify(['history', executionArn, reverse]);
  const limit = pageSize(input.maxResults);
  const last = nextToken ? readPageToken(nextToken, of) : reverse ? row.last_event + 1 : 0;
  const { history } = context.store;
  const events = reverse ? history.backward(row.id, last - 1) : history.forward(row.id, last + 1);
  const shown = take(events, limit);
  const end = shown.at(-1)?.id;
  const more = end !== undefined && (reverse ? end > 1 : end < row.last_event);
  const withData = input.includeExecutionData ?? true;
  return {
    events: shown.map((event) => wire(event, withData)),
    ...(more ? { nextToken: writePageToken(end, of) } : {}),
  };
});

export const historyOperations: Operations = { GetExecutionHistory: getHistory };

function take(events: Iterable<HistoryEvent>, limit: number): HistoryEvent[] {
  const taken: HistoryEvent[] = [];
  for (const event of events) {
    taken.push(event);
    if (taken.length === limit) break;
  }
  return taken;
}

function wire(event: HistoryEvent, withData: boolean): object {
  const { timestamp, ...rest } = event;
  const shown = withData ? rest : withoutData(rest);
  return { timestamp: seconds(timestamp), ...shown };
}

const dataMembers = new Set(['input', 'output', 'parameters', 'assignedVariables']);

function withoutData(event: object): object {
  return Object.fromEntries(
    Object.entries(event).map(([name, details]) => [name, isObject(details) ? strip(details) : details]),
  );
}

function strip(details: object): object {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !dataMembers.has(name)));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
