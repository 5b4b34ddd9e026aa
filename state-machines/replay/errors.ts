import type { Divergence } from './divergence.ts';

/** The definition diverges from the history. */
export class ReplayDivergedError extends Error {
  readonly code = 'ReplayDiverged';
  override readonly name = 'ReplayDiverged';
  readonly divergence: Divergence;

  constructor(divergence: Divergence, explanation: string) {
    super(explanation);
    this.divergence = divergence;
  }
}

/** The input cannot be replayed, so nothing is known about the definition. The message says why. */
export class UnreadableHistoryError extends Error {
  readonly code = 'UnreadableHistory';
  override readonly name = 'UnreadableHistory';
}
