import { SFNClient } from '@aws-sdk/client-sfn';
import type { Service } from '#local/services/service.ts';
import {
  type StateMachineDefinition,
  type StepFunctionsOptions,
  type StepFunctionsService,
  startStepFunctions,
} from '#local/step-functions/index.ts';
import {
  accountId,
  clientOptions,
  credentials,
  region,
  removeFolder,
  serviceOptions,
} from '#test/unit/services/home.ts';

export { accountId, region };
export const roleArn = `arn:aws:iam::${accountId}:role/states`;
export const machineArn = (name: string) => `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
export const executionArn = (machine: string, name: string) =>
  `arn:aws:states:${region}:${accountId}:execution:${machine}:${name}`;

/** A JSONata state machine of these states, the first of them first. */
export function definition(states: Readonly<Record<string, object>>, more: object = {}): string {
  return JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: Object.keys(states)[0],
    States: states,
    ...more,
  });
}

export function stateMachine(name: string, text: string): StateMachineDefinition {
  return { arn: machineArn(name), name, definition: text, roleArn, type: 'STANDARD' };
}

/** A runtime over a fresh folder with a client for it; the folder stays until `discard`. */
export interface TestRuntime {
  service: StepFunctionsService;
  client: SFNClient;
  readonly folder: string;
  /** Closes and starts again over the same folder, with other options where given. */
  restart(more?: Partial<StepFunctionsOptions>): Promise<void>;
  /** Closes and removes the folder. */
  discard(): Promise<void>;
}

export async function startRuntime(more: Partial<StepFunctionsOptions> = {}): Promise<TestRuntime> {
  const base = { ...(await serviceOptions()), stateMachines: [], ...more };
  const service = await startStepFunctions(base);
  const runtime: TestRuntime = {
    service,
    client: clientOf(service),
    folder: base.folder,
    restart: async (other = {}) => {
      await runtime.service.close();
      runtime.service = await startStepFunctions({ ...base, ...other });
      runtime.client = clientOf(runtime.service);
    },
    discard: async () => {
      await runtime.service.close();
      await removeFolder(base);
    },
  };
  return runtime;
}

export function clientOf(service: Pick<Service, 'url'>, as = credentials): SFNClient {
  return new SFNClient(clientOptions(service.url, as));
}
