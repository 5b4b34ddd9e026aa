import type { z } from 'zod';
import { validate } from '../../services/signed-server.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Removal } from '../runtime/removal.ts';
import type { StateMachines } from '../runtime/state-machines.ts';
import type { TaskTokens } from '../runtime/tokens.ts';
import type { Store } from '../store/store.ts';

/** What the operations work on. */
export interface Home {
  readonly store: Store;
  readonly engine: Engine;
  readonly machines: StateMachines;
  readonly removal: Removal;
  readonly tokens: TaskTokens;
  readonly region: string;
  readonly accountId: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One operation of the API: validates its input and answers its output. */
export type Operation = (home: Home, input: unknown) => Promise<object>;

/** Operations by name, as in `X-Amz-Target: AWSStepFunctions.<name>`. */
export type Operations = Readonly<Record<string, Operation>>;

export function operation<T extends z.ZodType>(
  schema: T,
  run: (home: Home, input: z.infer<T>) => Promise<object> | object,
): Operation {
  return async (home, input) => run(home, validate(schema, input));
}

/** A time as the JSON protocol writes it: epoch seconds, to the millisecond. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}
