import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  type HistoryEvent,
  paginateGetExecutionHistory,
  type SFNClient,
} from '@aws-sdk/client-sfn';

/** The whole history, through pages. */
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

/** Asks again until the execution is as the test waits for it; vitest's own time limit ends it. */
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

/** Waits until an event of this type is in the history. */
export async function reached(client: SFNClient, executionArn: string, type: string): Promise<void> {
  await until(client, executionArn, async () => (await typesOf(client, executionArn)).includes(type));
}
