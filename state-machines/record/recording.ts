import type { JsonValue } from '../asl/json.ts';
import { readHistory } from '../replay/index.ts';
import { pathName } from './path-name.ts';
import { sanitise } from './sanitise.ts';

/** A history as it is stored. */
export interface Recording {
  /** What happened, fit for a file's name. */
  readonly name: string;
  /** As `aws stepfunctions get-execution-history` prints it, with stand-ins for all that is private. */
  readonly text: string;
}

/**
 * Makes a recording of a whole history.
 * @param events of GetExecutionHistory, in order, as JSON
 * @throws UnreadableHistoryError when it is no whole history
 */
export function recordingOf(events: readonly JsonValue[]): Recording {
  const clean = sanitise({ events });
  return { name: pathName(readHistory(clean)), text: `${JSON.stringify(clean, null, 1)}\n` };
}
