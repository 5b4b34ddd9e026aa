import type { InvokeFunction } from '../services/service.ts';
import type { ServiceName } from './ports.ts';

/** Where the parts of a home meet; tests listen there, and put trouble there. */
export interface Seams {
  /** Where functions, workflow and model find a service that listens at `url`. */
  readonly addressOf?: (service: ServiceName, url: string) => string;
  /** Sees every call of a function before it is made, its payload as JSON text. */
  readonly onCall?: (functionName: string, payload: string) => void;
  /** Sees every call of a function when it has ended, with the milliseconds it took. */
  readonly onCalled?: (functionName: string, milliseconds: number) => void;
  /** Carries the notifications of topics and rules to functions. */
  readonly deliver?: (invoke: InvokeFunction) => InvokeFunction;
  /** The clock of the workflow and of the items' time to live, in epoch milliseconds. */
  readonly now?: () => number;
}
