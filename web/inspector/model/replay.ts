/** Replays a history against a definition, as `npm run replay` does. */
import { InvalidDefinitionError } from '#state-machines/asl/index.ts';
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import {
  type Divergence,
  explain,
  ReplayDivergedError,
  replay,
  UnreadableHistoryError,
} from '#state-machines/replay/index.ts';
import { readDefinition, UnreadableDefinitionError } from './definition.ts';

export type ReplayOutcome =
  | { readonly kind: 'same'; readonly events: number }
  | { readonly kind: 'diverged'; readonly divergence: Divergence; readonly explanation: string }
  /** The definition or the history is invalid. */
  | { readonly kind: 'impossible'; readonly reason: string };

export function replayHistory(definition: string, history: readonly HistoryEvent[]): ReplayOutcome {
  try {
    readDefinition(definition);
    replay(definition, history);
    return { kind: 'same', events: history.length };
  } catch (error) {
    if (error instanceof ReplayDivergedError) {
      const { divergence } = error;
      return { kind: 'diverged', divergence, explanation: explain(divergence) };
    }
    if (error instanceof UnreadableDefinitionError)
      return { kind: 'impossible', reason: `Invalid definition: ${error.message}` };
    if (error instanceof InvalidDefinitionError || error instanceof UnreadableHistoryError)
      return { kind: 'impossible', reason: error.message };
    throw error;
  }
}
