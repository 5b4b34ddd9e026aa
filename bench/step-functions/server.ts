import {
  type StateMachineDefinition,
  startStepFunctions,
  type TaskCaller,
} from '#local/step-functions/index.ts';
import { fiveStates, waiting, workResult } from './machine.ts';
import { accountId, credentials, region } from './wire.ts';

/** The engine in a process of its own, so that its memory is its own and it can be killed. */
const [, , folder = ''] = process.argv;
const answer = { ok: true, output: JSON.stringify(workResult) } as const;

/** Answers at once; a token goes to the parent, which sends it back when it likes. */
const callTask: TaskCaller = async ({ taskToken }) => {
  if (taskToken !== undefined) process.send?.({ taskToken });
  return answer;
};

function machine({ name, definition }: { name: string; definition: string }): StateMachineDefinition {
  const arn = `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
  return { arn, name, definition, roleArn: `arn:aws:iam::${accountId}:role/bench`, type: 'STANDARD' };
}

const { url } = await startStepFunctions({
  folder,
  credentials,
  region,
  accountId,
  port: 0,
  stateMachines: [machine(fiveStates), machine(waiting)],
  callTask,
});
process.on('message', () => process.send?.({ rss: process.memoryUsage.rss(), cpu: process.cpuUsage() }));
process.send?.({ url });
