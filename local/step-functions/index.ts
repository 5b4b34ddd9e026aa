import type { Service, ServiceOptions } from '../services/service.ts';
import type { Home } from './api/operation.ts';
import { perform } from './api/perform.ts';
import { startServer } from './api/server.ts';
import { Definitions } from './runtime/definitions.ts';
import { Engine } from './runtime/engine.ts';
import { Loader } from './runtime/loader.ts';
import type { OnStatusChange } from './runtime/outbox-publisher.ts';
import { Removal } from './runtime/removal.ts';
import { type StateMachineDefinition, StateMachines } from './runtime/state-machines.ts';
import { TaskTokens } from './runtime/tokens.ts';
import { openStore, type Store } from './store/store.ts';
import { sdkTaskCaller } from './tasks/sdk-caller.ts';
import type { Endpoints } from './tasks/services.ts';
import type { TaskCaller } from './tasks/task-caller.ts';

export type { StateMachineDefinition } from './runtime/state-machines.ts';
export type { StatusChangeEvent } from './status-change.ts';
export type { Endpoints } from './tasks/services.ts';
export type { TaskAnswer, TaskCaller } from './tasks/task-caller.ts';

export interface StepFunctionsOptions extends ServiceOptions {
  /** Created, or brought up to date, at each start; an execution keeps the definition that it started with. */
  readonly stateMachines: readonly StateMachineDefinition[];
  /** Where tasks find the other services; asked when a service is first called. */
  readonly endpoints?: Endpoints | (() => Endpoints);
  /** Calls tasks instead of the SDK clients. */
  readonly callTask?: TaskCaller;
  /** Task calls at a time, 64 when left out. */
  readonly concurrency?: number;
  /** Hears of every status at least once; what it rejects comes again. */
  readonly onStatusChange?: OnStatusChange;
  /** Waits for `resume` before it calls tasks, rings timers and tells statuses; the API works at once. */
  readonly paused?: boolean;
  /** Epoch milliseconds; the system's clock when left out. */
  readonly now?: () => number;
}

export interface StepFunctionsService extends Service {
  /** Starts what `paused` held back. */
  resume(): void;
  /** One operation of the API, for a caller of this process. @throws AwsError */
  perform(operation: string, input: unknown): Promise<object>;
}

/**
 * Starts the durable Step Functions runtime and its API.
 * @throws InvalidDefinitionError for a state machine that cannot run
 * @throws HomeError when the folder is in use or was written by a newer release
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
  const machines = new StateMachines(store, definitions, now);
  for (const machine of options.stateMachines) await machines.deploy(machine);
  const callTask = options.callTask ?? sdkTaskCaller(clientOptions(options, concurrency));
  const loader = new Loader(store, definitions, region);
  const engine = new Engine(store, loader, { accountId, callTask, concurrency, onStatusChange, now });
  const removal = new Removal(store, engine, now);
  const home: Home = { store, engine, machines, removal, tokens, region, accountId, now };
  const server = await startServer(options, home);
  const resume = () => {
    engine.resume();
    removal.resume();
  };
  if (options.paused !== true) resume();
  return {
    url: server.url,
    resume,
    perform: (operation, input) => perform(home, operation, input),
    close: () => close(server, engine, removal, store),
  };
}

function clientOptions(options: StepFunctionsOptions, connections: number) {
  const { credentials, region, endpoints = {} } = options;
  const known = typeof endpoints === 'function' ? endpoints : () => endpoints;
  return { credentials, region, endpoints: known, connections };
}

async function close(server: Service, engine: Engine, removal: Removal, store: Store): Promise<void> {
  await server.close();
  await removal.close();
  await engine.close();
  store.close();
}
