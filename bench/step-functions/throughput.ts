import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Engine } from './engine.ts';
import { fiveStates } from './state-machine.ts';
import { forEachConcurrently, Wire } from './wire.ts';

const Listed = z.object({ executions: z.array(z.object({ status: z.string() })) });
let batch = 0;

/**
 * Starts `count` executions and waits until the last one ends.
 * @returns seconds
 */
export async function timeExecutions(engine: Engine, count: number, connections: number): Promise<number> {
  const wire = new Wire(engine.url, connections);
  const { stateMachineArn } = engine;
  batch += 1;
  const requests = Array.from({ length: count }, (_, index) =>
    wire.prepare('StartExecution', { stateMachineArn, name: `b${batch}-${index}`, input: fiveStates.input }),
  );
  const started = performance.now();
  await forEachConcurrently(requests, connections, (request) => wire.send(request));
  while ((await running(wire, stateMachineArn)) > 0) await delay(5);
  const seconds = (performance.now() - started) / 1000;
  await verify(wire, stateMachineArn);
  wire.close();
  return seconds;
}

async function running(wire: Wire, arn: string): Promise<number> {
  return (await list(wire, arn, 'RUNNING')).length;
}

/** @throws Error when an execution failed: the figures would mean nothing */
async function verify(wire: Wire, arn: string): Promise<void> {
  const failed = await list(wire, arn, 'FAILED');
  if (failed.length > 0) throw new Error('Executions failed, so the figures mean nothing.');
}

async function list(wire: Wire, arn: string, statusFilter: string) {
  const stateMachineArn = arn.replace(/#.*/, '');
  const listed = await wire.call('ListExecutions', { stateMachineArn, statusFilter, maxResults: 1 });
  return Listed.parse(listed).executions;
}
