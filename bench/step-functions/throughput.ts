import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Engine } from './engine.ts';
import { fiveStates } from './machine.ts';
import { eachOf, Wire } from './wire.ts';

const Listed = z.object({ executions: z.array(z.object({ status: z.string() })) });
let batch = 0;

/** Starts so many executions and waits for the last to end. Answers seconds. */
export async function timeExecutions(engine: Engine, count: number, connections: number): Promise<number> {
  const wire = new Wire(engine.url, connections);
  const { stateMachineArn } = engine;
  batch += 1;
  const requests = Array.from({ length: count }, (_, index) =>
    wire.prepare('StartExecution', { stateMachineArn, name: `b${batch}-${index}`, input: fiveStates.input }),
  );
  const started = performance.now();
  await eachOf(requests, connections, (request) => wire.send(request));
  while ((await running(wire, stateMachineArn)) > 0) await delay(5);
  const seconds = (performance.now() - started) / 1000;
  await verify(wire, stateMachineArn);
  wire.close();
  return seconds;
}

async function running(wire: Wire, arn: string): Promise<number> {
  return (await list(wire, arn, 'RUNNING')).length;
}

/** A fast engine that fails every execution would prove nothing. */
async function verify(wire: Wire, arn: string): Promise<void> {
  const failed = await list(wire, arn, 'FAILED');
  if (failed.length > 0) throw new Error('Executions failed; the figures would mean nothing.');
}

async function list(wire: Wire, arn: string, statusFilter: string) {
  const stateMachineArn = arn.replace(/#.*/, '');
  const listed = await wire.call('ListExecutions', { stateMachineArn, statusFilter, maxResults: 1 });
  return Listed.parse(listed).executions;
}
