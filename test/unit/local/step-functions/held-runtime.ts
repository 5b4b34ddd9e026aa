import { StartExecutionCommand, type StartExecutionOutput } from '@aws-sdk/client-sfn';
import type { StateMachineDefinition } from '#local/step-functions/index.ts';
import { type HeldCalls, holdCalls } from './runtime/held-calls.ts';
import { machineArn, startRuntime, type TestRuntime } from './runtime.ts';

/** A runtime with a manual clock, whose calls the test completes. */
export interface HeldRuntime {
  readonly runtime: TestRuntime;
  readonly calls: HeldCalls;
  /** Starts an execution named `one`. */
  start(stateMachine: string): Promise<StartExecutionOutput>;
  /** Moves the runtime's clock. Its timer fires by the system clock. */
  pass(seconds: number): void;
}

export async function startHeldRuntime(
  stateMachines: readonly StateMachineDefinition[],
): Promise<HeldRuntime> {
  const calls = holdCalls();
  let now = Date.now();
  const runtime = await startRuntime({ stateMachines, callTask: calls.callTask, now: () => now });
  return {
    runtime,
    calls,
    start: (stateMachine) =>
      runtime.client.send(
        new StartExecutionCommand({ stateMachineArn: machineArn(stateMachine), name: 'one' }),
      ),
    pass: (seconds) => {
      now += seconds * 1000;
    },
  };
}
