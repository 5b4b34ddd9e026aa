import {
  type StateMachineDefinition,
  startStepFunctions,
  type TaskCaller,
} from '#local/step-functions/index.ts';
import { fiveStates, waiting, workResult } from './state-machine.ts';
import { accountId, credentials, region } from './wire.ts';

/** Runs the engine in its own process, so that its memory can be read and it can be killed. */
const [, , folder = ''] = process.argv;
const answer = { ok: true, output: JSON.stringify(workResult) } as const;

/** Answers at once and passes tokens to the parent process. */
const callTask: TaskCaller = async ({ taskToken }) => {
  if (taskToken !== undefined) process.send?.({ taskToken });
  return answer;
};

function stateMachine({ name, definition }: { name: string; definition: string }): StateMachineDefinition {
  const arn = `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
  return { arn, name, definition, roleArn: `arn:aws:iam::${accountId}:role/bench`, type: 'STANDARD' };
}

const { url } = await startStepFunctions({
  folder,
  credentials,
  region,
  accountId,
  port: 0,
  stateMachines: [stateMachine(fiveStates), stateMachine(waiting)],
  callTask,
});
process.on('message', () => process.send?.({ rss: process.memoryUsage.rss(), cpu: process.cpuUsage() }));
process.send?.({ url });
