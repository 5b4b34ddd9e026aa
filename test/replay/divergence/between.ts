import { expect } from 'vitest';
import { type Divergence, ReplayDivergedError, replay } from '#state-machines/replay/index.ts';
import { branchOf, type Play, play, task } from '../../unit/asl/tell.ts';

export function divergence(definition: object, history: unknown): Divergence | undefined {
  try {
    replay(definition, history);
    return undefined;
  } catch (error) {
    if (error instanceof ReplayDivergedError) return error.divergence;
    throw error;
  }
}

/** Lives through one machine, replays with another. */
export function between(recorded: object, now: object, how: Play = {}): Divergence | undefined {
  return divergence(now, play(recorded, how));
}

export const Z = { Type: 'Pass' };
export const CATCH = { Catch: [{ ErrorEquals: ['E'], Next: 'Z' }] };
export const RETRY = { Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 10, MaxAttempts: 2 }] };
export const MAP = { Type: 'Map', Items: [1, 2], MaxConcurrency: 1, ItemProcessor: branchOf({ I: task() }) };

/** The meaning of a divergence, both definitions, how the first was lived through, and what else is told. */
export type Told = [string, object, object, Play, Partial<Divergence>];

/** The recorded definition replays its history; the one of now is told to diverge from it. */
export function toldAs(...[meaning, recorded, now, how, expected]: Told): void {
  expect(between(recorded, recorded, how)).toBeUndefined();
  expect(between(recorded, now, how)).toMatchObject({ meaning, ...expected });
}
