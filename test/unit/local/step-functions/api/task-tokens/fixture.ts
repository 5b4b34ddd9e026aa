import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { type HeldRuntime, startHeldRuntime } from '../../held-runtime.ts';
import { reached } from '../../histories.ts';
import { definition, executionArn, stateMachine } from '../../runtime.ts';

const callback = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
  End: true,
};
const stateMachines = [
  stateMachine('Ask', definition({ Ask: callback })),
  stateMachine('Impatient', definition({ Ask: { ...callback, TimeoutSeconds: 1 } })),
  stateMachine('Beating', definition({ Ask: { ...callback, TimeoutSeconds: 3_600, HeartbeatSeconds: 60 } })),
];
/** The execution of that state machine. */
export const arn = (stateMachine = 'Ask') => executionArn(stateMachine, 'one');

/** A runtime of state machines that wait for a token. */
export interface Asking extends HeldRuntime {
  /** Starts an execution that waits for the returned token. */
  waiting(stateMachine?: string): Promise<string>;
  succeed(taskToken: string, output?: string): Promise<unknown>;
}

export async function startAsking(): Promise<Asking> {
  const held = await startHeldRuntime(stateMachines);
  const { runtime, calls } = held;
  return {
    ...held,
    async waiting(stateMachine = 'Ask') {
      await held.start(stateMachine);
      const { taskToken = '' } = await calls.call(0);
      calls.answer(0);
      await reached(runtime.client, arn(stateMachine), 'TaskSubmitted');
      return taskToken;
    },
    succeed: (taskToken, output = '{"mask":1}') =>
      runtime.client.send(new SendTaskSuccessCommand({ taskToken, output })),
  };
}
