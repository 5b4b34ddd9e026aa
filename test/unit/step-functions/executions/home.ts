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
} from '../runtime.ts';

const work = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'f' } };
export const machines = [
  stateMachine(
    'Greet',
    definition({ Greet: { Type: 'Pass', Output: "{% 'hello ' & $states.input.name %}", End: true } }),
  ),
  stateMachine('Wait', definition({ Wait: { Type: 'Wait', Seconds: 3_600, End: true } })),
  stateMachine('Work', definition({ Work: { ...work, End: true } })),
];

/** A runtime of these machines; its task is answered at once. */
export interface ExecutionsHome {
  readonly runtime: TestRuntime;
  /** What the task of `Work` answers. */
  answer: TaskAnswer;
  start(machine: string, name: string, input?: string): Promise<StartExecutionOutput>;
  describe(machine: string, name: string): Promise<DescribeExecutionOutput>;
}

export async function startExecutionsHome(): Promise<ExecutionsHome> {
  const runtime = await startRuntime({ stateMachines: machines, callTask: async () => home.answer });
  const home: ExecutionsHome = {
    runtime,
    answer: { ok: true, output: '{"Payload":1}' },
    start: (machine, name, input) =>
      runtime.client.send(new StartExecutionCommand({ stateMachineArn: machineArn(machine), name, input })),
    describe: (machine, name) =>
      runtime.client.send(new DescribeExecutionCommand({ executionArn: executionArn(machine, name) })),
  };
  return home;
}
