import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { type HeldRuntime, startHeldRuntime } from '../held-runtime.ts';
import { reached } from '../histories.ts';
import { definition, executionArn, stateMachine } from '../runtime.ts';

const callback = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
  End: true,
};
const machines = [
  stateMachine('Ask', definition({ Ask: callback })),
  stateMachine('Impatient', definition({ Ask: { ...callback, TimeoutSeconds: 1 } })),
  stateMachine('Beating', definition({ Ask: { ...callback, TimeoutSeconds: 3_600, HeartbeatSeconds: 60 } })),
];
/** The execution of that machine. */
export const arn = (machine = 'Ask') => executionArn(machine, 'one');

/** A runtime of machines that wait for a token. */
export interface Asking extends HeldRuntime {
  /** Starts an execution that waits for the token which it answers. */
  waiting(machine?: string): Promise<string>;
  succeed(taskToken: string, output?: string): Promise<unknown>;
}

export async function startAsking(): Promise<Asking> {
  const held = await startHeldRuntime(machines);
  const { runtime, calls } = held;
  return {
    ...held,
    async waiting(machine = 'Ask') {
      await held.start(machine);
      const { taskToken = '' } = await calls.call(0);
      calls.answer(0);
      await reached(runtime.client, arn(machine), 'TaskSubmitted');
      return taskToken;
    },
    succeed: (taskToken, output = '{"mask":1}') =>
      runtime.client.send(new SendTaskSuccessCommand({ taskToken, output })),
  };
}
