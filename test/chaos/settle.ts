import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import type { ServerInfo } from '#local/testing/server-process/options.ts';

/** Services that have a queue in their folder. */
export const queueServices = ['sns', 'eventbridge', 'sagemaker'] as const;
/** Milliseconds. */
const interval = 300;

/**
 * Waits until no execution runs and no queue has work.
 * @param patience milliseconds
 * @returns the work that was left when the time was over
 */
export async function untilIdle(at: ServerInfo, folder: string, patience: number): Promise<string[]> {
  const client = new SFNClient({
    endpoint: at.urls.stepFunctions,
    region: at.region,
    credentials: at.credentials,
  });
  const end = Date.now() + patience;
  for (;;) {
    const running = await client.send(
      new ListExecutionsCommand({
        stateMachineArn: at.stateMachineArn,
        statusFilter: 'RUNNING',
        maxResults: 5,
      }),
    );
    const names = (running.executions ?? []).map(({ name }) => `execution ${name} is still running`);
    const open = [...names, ...queueServices.flatMap((service) => queuedWork(folder, service))];
    if (open.length === 0 || Date.now() > end) return open;
    await sleep(interval);
  }
}

function queuedWork(folder: string, service: string): string[] {
  const database = new DatabaseSync(join(folder, service, 'queue.sqlite'), { readOnly: true });
  try {
    const { n } = z
      .object({ n: z.number() })
      .parse(database.prepare(`SELECT count(*) AS n FROM message WHERE state <> 'dead'`).get());
    return n === 0 ? [] : [`${service} has ${n} messages to deliver`];
  } finally {
    database.close();
  }
}
