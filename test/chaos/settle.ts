import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import type { Ready } from './child-options.ts';

/** Services that keep a queue in their folder. */
export const queueKeepers = ['sns', 'eventbridge', 'sagemaker'] as const;
const look = 300;

/**
 * Waits until no execution runs and no queue has work.
 * @param patience milliseconds
 * @returns what was still going on when the patience was over
 */
export async function quiet(at: Ready, folder: string, patience: number): Promise<string[]> {
  const client = new SFNClient({
    endpoint: at.urls.stepFunctions,
    region: at.region,
    credentials: at.credentials,
  });
  const end = Date.now() + patience;
  for (;;) {
    const running = await client.send(
      new ListExecutionsCommand({ stateMachineArn: at.machineArn, statusFilter: 'RUNNING', maxResults: 5 }),
    );
    const names = (running.executions ?? []).map(({ name }) => `execution ${name} is still running`);
    const noise = [...names, ...queueKeepers.flatMap((keeper) => work(folder, keeper))];
    if (noise.length === 0 || Date.now() > end) return noise;
    await sleep(look);
  }
}

function work(folder: string, keeper: string): string[] {
  const database = new DatabaseSync(join(folder, keeper, 'queue.sqlite'), { readOnly: true });
  try {
    const { n } = z
      .object({ n: z.number() })
      .parse(database.prepare(`SELECT count(*) AS n FROM message WHERE state <> 'dead'`).get());
    return n === 0 ? [] : [`${keeper} has ${n} messages to deliver`];
  } finally {
    database.close();
  }
}
