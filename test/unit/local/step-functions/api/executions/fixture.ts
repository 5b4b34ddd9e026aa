import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  StartExecutionCommand,
  type StartExecutionOutput,
} from '@aws-sdk/client-sfn';
import type { TaskAnswer } from '#local/step-functions/index.ts';
import {
  definition,
  executionArn,
  machineArn,
  startRuntime,
  stateMachine,
  type TestRuntime,
} from '../../runtime.ts';

const work = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'f' } };
export const stateMachines = [
  stateMachine(
    'Greet',
    definition({ Greet: { Type: 'Pass', Output: "{% 'hello ' & $states.input.name %}", End: true } }),
  ),
  stateMachine('Wait', definition({ Wait: { Type: 'Wait', Seconds: 3_600, End: true } })),
  stateMachine('Work', definition({ Work: { ...work, End: true } })),
];

/** A runtime of these state machines; its task returns immediately. */
export interface ExecutionsFixture {
  readonly runtime: TestRuntime;
  /** Result of the task of `Work`. */
  answer: TaskAnswer;
  start(stateMachine: string, name: string, input?: string): Promise<StartExecutionOutput>;
  describe(stateMachine: string, name: string): Promise<DescribeExecutionOutput>;
}

export async function startExecutionsFixture(): Promise<ExecutionsFixture> {
  const runtime = await startRuntime({ stateMachines: stateMachines, callTask: async () => fixture.answer });
  const fixture: ExecutionsFixture = {
    runtime,
    answer: { ok: true, output: '{"Payload":1}' },
    start: (stateMachine, name, input) =>
      runtime.client.send(
        new StartExecutionCommand({ stateMachineArn: machineArn(stateMachine), name, input }),
      ),
    describe: (stateMachine, name) =>
      runtime.client.send(new DescribeExecutionCommand({ executionArn: executionArn(stateMachine, name) })),
  };
  return fixture;
}
