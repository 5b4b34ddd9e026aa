import type { Divergence } from './divergence.ts';

/** The definition would have done otherwise. */
export class ReplayDivergedError extends Error {
  readonly code = 'ReplayDiverged';
  override readonly name = 'ReplayDiverged';
  readonly divergence: Divergence;

  constructor(divergence: Divergence, explanation: string) {
    super(explanation);
    this.divergence = divergence;
  }
}

/** What was given is no history that can be replayed: nothing is known about the definition. */
export class UnreadableHistoryError extends Error {
  readonly code = 'UnreadableHistory';
  override readonly name = 'UnreadableHistory';
}
