import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  type HistoryEvent,
  paginateGetExecutionHistory,
  type SFNClient,
} from '@aws-sdk/client-sfn';

/** The entire history, through all pages. */
export async function historyOf(
  client: SFNClient,
  executionArn: string,
  pageSize = 1000,
): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  const pages = paginateGetExecutionHistory({ client, pageSize }, { executionArn });
  for await (const page of pages) events.push(...(page.events ?? []));
  return events;
}

export async function typesOf(client: SFNClient, executionArn: string): Promise<string[]> {
  return (await historyOf(client, executionArn)).map(({ type }) => String(type));
}

/** Polls until the execution has the expected state; vitest's time limit ends it. */
export async function until(
  client: SFNClient,
  executionArn: string,
  isReached: (execution: DescribeExecutionOutput) => boolean | Promise<boolean>,
): Promise<DescribeExecutionOutput> {
  for (;;) {
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (await isReached(execution)) return execution;
    await delay(5);
  }
}

export async function closed(client: SFNClient, executionArn: string): Promise<DescribeExecutionOutput> {
  return until(client, executionArn, ({ status }) => status !== 'RUNNING');
}

/** Waits until the history has an event of this type. */
export async function reached(client: SFNClient, executionArn: string, type: string): Promise<void> {
  await until(client, executionArn, async () => (await typesOf(client, executionArn)).includes(type));
}
