import { StartExecutionCommand, type StartExecutionOutput } from '@aws-sdk/client-sfn';
import type { StateMachineDefinition } from '#local/step-functions/index.ts';
import { type HeldCalls, holdCalls } from './held-calls.ts';
import { machineArn, startRuntime, type TestRuntime } from './runtime.ts';

/** A runtime whose calls a test answers and whose clock it moves. */
export interface HeldRuntime {
  readonly runtime: TestRuntime;
  readonly calls: HeldCalls;
  /** Starts an execution with the name `one`. */
  start(machine: string): Promise<StartExecutionOutput>;
  /** Moves the runtime's clock; its alarm rings by the system's. */
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
    start: (machine) =>
      runtime.client.send(new StartExecutionCommand({ stateMachineArn: machineArn(machine), name: 'one' })),
    pass: (seconds) => {
      now += seconds * 1000;
    },
  };
}
