import type { JsonValue } from '../asl/json.ts';
import { readHistory } from '../replay/index.ts';
import { pathName } from './path-name.ts';
import { sanitise } from './sanitise.ts';

/** A history as it is stored. */
export interface Recording {
  /** The path as a file name. */
  readonly name: string;
  /** The output of `aws stepfunctions get-execution-history`, with placeholders for private values. */
  readonly text: string;
}

/**
 * Creates a recording of a complete history.
 * @param events of GetExecutionHistory, in order, as JSON
 * @throws UnreadableHistoryError when the history is incomplete
 */
export function recordingOf(events: readonly JsonValue[]): Recording {
  const clean = sanitise({ events });
  return { name: pathName(readHistory(clean)), text: `${JSON.stringify(clean, null, 1)}\n` };
}
