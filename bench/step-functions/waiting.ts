import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Gen3dEngine, stateMachineArnOf } from './engine.ts';
import { waiting } from './state-machine.ts';
import { forEachConcurrently, Wire } from './wire.ts';

const Listed = z.object({ executions: z.array(z.object({ name: z.string() })) });
const History = z.object({ events: z.array(z.object({ type: z.string() })) });

/** The cost of waiting executions. Times in seconds, memory in bytes. */
export interface WaitingCost {
  readonly started: number;
  /** Resident memory while all of them wait, before and after a restart. */
  readonly rss: number;
  readonly rssAfterRestart: number;
  /** From the start of the process to the first answer. */
  readonly restart: number;
  readonly answered: number;
}

/** Starts executions that wait for a token, kills the engine, restarts it and answers all of them. */
export async function measureWaiting(
  folder: string,
  count: number,
  connections: number,
): Promise<WaitingCost> {
  const first = await Gen3dEngine.start(folder);
  const stateMachineArn = stateMachineArnOf(waiting.name);
  const started = await timed(async () => {
    const wire = new Wire(first.url, connections);
    const input = { stateMachineArn, input: waiting.input };
    await forEachConcurrently(Array(count).keys(), connections, (index) =>
      wire.call('StartExecution', { ...input, name: `w-${index}` }),
    );
    while (first.tokens.length < count) await delay(10);
    wire.close();
  });
  await delay(2_000);
  const rss = await first.rss();
  const { tokens } = first;
  await first.stop();

  const startedAt = performance.now();
  const second = await Gen3dEngine.start(folder);
  const wire = new Wire(second.url, connections);
  await wire.call('ListExecutions', { stateMachineArn, maxResults: 1 });
  const restart = (performance.now() - startedAt) / 1000;
  await delay(2_000);
  const rssAfterRestart = await second.rss();
  const calledAgain = second.tokens.length;
  const answered = await timed(() =>
    forEachConcurrently(tokens, connections, (taskToken) =>
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
  if (calledAgain > 0) console.warn(`${calledAgain} calls were repeated after the kill.`);
  const executionArn = `${stateMachineArn.replace('stateMachine', 'execution')}:w-0`;
  const { events } = History.parse(await wire.call('GetExecutionHistory', { executionArn }));
  if (events.at(-1)?.type !== 'ExecutionSucceeded') throw new Error('An answered execution did not succeed.');
}

async function timed(body: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await body();
  return (performance.now() - startedAt) / 1000;
}
