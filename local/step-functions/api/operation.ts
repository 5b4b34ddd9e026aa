import type { z } from 'zod';
import { validate } from '../../emulators/http/signed-server.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Purger } from '../runtime/purger.ts';
import type { StateMachines } from '../runtime/state-machines.ts';
import type { TaskTokens } from '../runtime/tokens.ts';
import type { Store } from '../store/store.ts';

/** Dependencies of the operations. */
export interface ApiContext {
  readonly store: Store;
  readonly engine: Engine;
  readonly stateMachines: StateMachines;
  readonly purger: Purger;
  readonly tokens: TaskTokens;
  readonly region: string;
  readonly accountId: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One operation of the API: validates its input and returns its output. */
export type Operation = (context: ApiContext, input: unknown) => Promise<object>;

/** Operations by name, as in `X-Amz-Target: AWSStepFunctions.<name>`. */
export type Operations = Readonly<Record<string, Operation>>;

export function operation<T extends z.ZodType>(
  schema: T,
  run: (context: ApiContext, input: z.infer<T>) => Promise<object> | object,
): Operation {
  return async (context, input) => run(context, validate(schema, input));
}

/** A time as the JSON protocol writes it: epoch seconds, with milliseconds as a fraction. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}
