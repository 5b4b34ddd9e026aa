import { SFNClient } from '@aws-sdk/client-sfn';
import type { Service } from '#local/emulators/service.ts';
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
} from '#test/unit/local/emulators/fixture.ts';

export { accountId, region };
export const roleArn = `arn:aws:iam::${accountId}:role/states`;
export const machineArn = (name: string) => `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
export const executionArn = (stateMachine: string, name: string) =>
  `arn:aws:states:${region}:${accountId}:execution:${stateMachine}:${name}`;

/** A JSONata state machine of these states; it starts at the first. */
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

/** A runtime with a new folder and a client for it; `discard` removes the folder. */
export interface TestRuntime {
  service: StepFunctionsService;
  client: SFNClient;
  readonly folder: string;
  /** Closes it and starts again in the same folder, with other options where given. */
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
