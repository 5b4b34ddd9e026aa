import { setImmediate as turn } from 'node:timers/promises';
import { Definitions } from '#local/step-functions/runtime/definitions.ts';
import { Engine } from '#local/step-functions/runtime/engine.ts';
import { Loader } from '#local/step-functions/runtime/loader.ts';
import { StateMachines } from '#local/step-functions/runtime/state-machines.ts';
import { TaskTokens } from '#local/step-functions/runtime/tokens.ts';
import { newRow } from '#local/step-functions/store/executions.ts';
import { openStore } from '#local/step-functions/store/store.ts';
import { stateMachineArnOf } from './engine.ts';
import { fiveStates, workResult } from './state-machine.ts';
import { accountId, forEachConcurrently, region } from './wire.ts';

const answer = { ok: true, output: JSON.stringify(workResult) } as const;

/**
 * Runs executions on the durable engine alone, without HTTP, signatures and a client.
 * @returns seconds
 */
export async function timeInProcess(folder: string, count: number, atATime: number): Promise<number> {
  const store = openStore(folder);
  const now = Date.now;
  const definitions = new Definitions(new TaskTokens(folder));
  const stateMachines = new StateMachines(store, definitions, now);
  const loader = new Loader(store, definitions, region);
  const onStatusChange = undefined;
  const callTask = async () => answer;
  const engine = new Engine(store, loader, {
    accountId,
    callTask,
    concurrency: atATime,
    onStatusChange,
    now,
  });
  const { id, revision } = await stateMachines.deploy({
    arn: stateMachineArnOf(fiveStates.name),
    name: fiveStates.name,
    definition: fiveStates.definition,
    roleArn: `arn:aws:iam::${accountId}:role/bench`,
    type: 'STANDARD',
  });
  engine.resume();
  const startedAt = performance.now();
  await forEachConcurrently(Array(count).keys(), atATime, (index) =>
    engine.start(
      { ...newRow, machine: id, revision, arn: `${executions}:${index}`, started: now() },
      fiveStates.input,
    ),
  );
  const running = {
    machine: id,
    status: 'RUNNING',
    redriven: undefined,
    before: Number.MAX_SAFE_INTEGER,
    limit: 1,
  };
  while (store.executions.list(running).length > 0) await turn();
  const seconds = (performance.now() - startedAt) / 1000;
  await engine.close();
  store.close();
  return seconds;
}

const executions = stateMachineArnOf(fiveStates.name).replace(':stateMachine:', ':execution:');
