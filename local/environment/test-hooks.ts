import type { InvokeFunction } from '../emulators/service.ts';
import type { ServiceName } from './ports.ts';

/** Hooks for tests: they observe calls between services and inject faults. */
export interface TestHooks {
  /** The address that functions, workflow and model use for a service that listens at `url`. */
  readonly addressOf?: (service: ServiceName, url: string) => string;
  /** Called before every function call, with the payload as JSON text. */
  readonly onCall?: (functionName: string, payload: string) => void;
  /** Called after every function call, with its milliseconds. */
  readonly onCalled?: (functionName: string, milliseconds: number) => void;
  /** Wraps the delivery of topics' and rules' notifications to functions. */
  readonly deliver?: (invoke: InvokeFunction) => InvokeFunction;
  /** The clock of workflow timers and item expiry, in epoch milliseconds. */
  readonly now?: () => number;
}
