import type { Service, ServiceOptions } from '../emulators/service.ts';
import type { ApiContext } from './api/operation.ts';
import { perform } from './api/perform.ts';
import { startServer } from './api/server.ts';
import { sdkTaskCaller } from './integrations/sdk-caller.ts';
import type { Endpoints } from './integrations/services.ts';
import type { TaskCaller } from './integrations/task-caller.ts';
import { Definitions } from './runtime/definitions.ts';
import { Engine } from './runtime/engine.ts';
import { Loader } from './runtime/loader.ts';
import type { OnStatusChange } from './runtime/outbox-publisher.ts';
import { Purger } from './runtime/purger.ts';
import { type StateMachineDefinition, StateMachines } from './runtime/state-machines.ts';
import { TaskTokens } from './runtime/tokens.ts';
import { openStore, type Store } from './store/store.ts';

export type { Endpoints } from './integrations/services.ts';
export type { TaskAnswer, TaskCaller } from './integrations/task-caller.ts';
export type { StateMachineDefinition } from './runtime/state-machines.ts';
export type { StatusChangeEvent } from './status-change.ts';

export interface StepFunctionsOptions extends ServiceOptions {
  /** Created or updated at each start. An execution keeps the definition that it started with. */
  readonly stateMachines: readonly StateMachineDefinition[];
  /** Endpoints of the other services; a function is called when a service is first used. */
  readonly endpoints?: Endpoints | (() => Endpoints);
  /** Replaces the SDK clients. */
  readonly callTask?: TaskCaller;
  /** Concurrent task calls. Default: 64. */
  readonly concurrency?: number;
  /** Gets every status change at least once; a rejected one is delivered again. */
  readonly onStatusChange?: OnStatusChange;
  /** Holds task calls, timers and status changes back until `resume`; the API works immediately. */
  readonly paused?: boolean;
  /** Epoch milliseconds. Default: the system clock. */
  readonly now?: () => number;
}

export interface StepFunctionsService extends Service {
  /** Starts what `paused` held back. */
  resume(): void;
  /** Performs one API operation from inside the process. @throws AwsError */
  perform(operation: string, input: unknown): Promise<object>;
}

/**
 * Starts the durable Step Functions runtime and its API.
 * @throws InvalidDefinitionError for a state machine that cannot run
 * @throws EnvironmentError when the folder is in use or was written by a newer release
 */
export async function startStepFunctions(options: StepFunctionsOptions): Promise<StepFunctionsService> {
  const store = openStore(options.folder);
  try {
    return await startOn(store, options);
  } catch (error) {
    store.close();
    throw error;
  }
}

async function startOn(store: Store, options: StepFunctionsOptions): Promise<StepFunctionsService> {
  const { region, accountId, now = Date.now, concurrency = 64, onStatusChange } = options;
  const tokens = new TaskTokens(options.folder);
  const definitions = new Definitions(tokens);
  const stateMachines = new StateMachines(store, definitions, now);
  for (const stateMachine of options.stateMachines) await stateMachines.deploy(stateMachine);
  const callTask = options.callTask ?? sdkTaskCaller(clientOptions(options, concurrency));
  const loader = new Loader(store, definitions, region);
  const engine = new Engine(store, loader, { accountId, callTask, concurrency, onStatusChange, now });
  const purger = new Purger(store, engine, now);
  const context: ApiContext = { store, engine, stateMachines, purger, tokens, region, accountId, now };
  const server = await startServer(options, context);
  const resume = () => {
    engine.resume();
    purger.resume();
  };
  if (options.paused !== true) resume();
  return {
    url: server.url,
    resume,
    perform: (operation, input) => perform(context, operation, input),
    close: () => close(server, engine, purger, store),
  };
}

function clientOptions(options: StepFunctionsOptions, connections: number) {
  const { credentials, region, endpoints = {} } = options;
  const known = typeof endpoints === 'function' ? endpoints : () => endpoints;
  return { credentials, region, endpoints: known, connections };
}

async function close(server: Service, engine: Engine, purger: Purger, store: Store): Promise<void> {
  await server.close();
  await purger.close();
  await engine.close();
  store.close();
}
