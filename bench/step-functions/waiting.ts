import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { machineArn, OwnEngine } from './engine.ts';
import { waiting } from './machine.ts';
import { eachOf, Wire } from './wire.ts';

const Listed = z.object({ executions: z.array(z.object({ name: z.string() })) });
const History = z.object({ events: z.array(z.object({ type: z.string() })) });

/** What so many waiting executions cost. Times in seconds, memory in bytes. */
export interface WaitingCost {
  readonly started: number;
  /** Resident memory while all of them wait, before and after a restart. */
  readonly rss: number;
  readonly rssAfterRestart: number;
  /** From the start of the process to the first answer. */
  readonly restart: number;
  readonly answered: number;
}

/** Lets so many executions wait for their tokens, kills the engine, starts it again and answers them all. */
export async function measureWaiting(
  folder: string,
  count: number,
  connections: number,
): Promise<WaitingCost> {
  const first = await OwnEngine.start(folder);
  const stateMachineArn = machineArn(waiting.name);
  const started = await timed(async () => {
    const wire = new Wire(first.url, connections);
    const input = { stateMachineArn, input: waiting.input };
    await eachOf(Array(count).keys(), connections, (index) =>
      wire.call('StartExecution', { ...input, name: `w-${index}` }),
    );
    while (first.tokens.length < count) await delay(10);
    wire.close();
  });
  await delay(2_000);
  const rss = await first.rss();
  const { tokens } = first;
  await first.stop();

  const begun = performance.now();
  const second = await OwnEngine.start(folder);
  const wire = new Wire(second.url, connections);
  await wire.call('ListExecutions', { stateMachineArn, maxResults: 1 });
  const restart = (performance.now() - begun) / 1000;
  await delay(2_000);
  const rssAfterRestart = await second.rss();
  const calledAgain = second.tokens.length;
  const answered = await timed(() =>
    eachOf(tokens, connections, (taskToken) =>
      wire.call('SendTaskSuccess', { taskToken, output: '{"mask":1}' }),
    ),
  );
  await verify(wire, stateMachineArn, calledAgain);
  wire.close();
  await second.stop();
  return { started, rss, rssAfterRestart, restart, answered };
}

async function verify(wire: Wire, stateMachineArn: string, calledAgain: number): Promise<void> {
  const input = { stateMachineArn, statusFilter: 'RUNNING', maxResults: 1 };
  const { executions } = Listed.parse(await wire.call('ListExecutions', input));
  if (executions.length > 0) throw new Error('An answered execution still waits.');
  if (calledAgain > 0) console.warn(`${calledAgain} calls were made again after the kill.`);
  const executionArn = `${stateMachineArn.replace('stateMachine', 'execution')}:w-0`;
  const { events } = History.parse(await wire.call('GetExecutionHistory', { executionArn }));
  if (events.at(-1)?.type !== 'ExecutionSucceeded') throw new Error('An execution has lost its end.');
}

async function timed(body: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await body();
  return (performance.now() - begun) / 1000;
}
