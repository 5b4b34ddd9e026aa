import { expect } from 'vitest';
import { type Divergence, ReplayDivergedError, replay } from '#state-machines/replay/index.ts';
import { branchOf, historyOf, type Scenario, task } from '../../unit/state-machines/asl/support.ts';

export function divergence(definition: object, history: unknown): Divergence | undefined {
  try {
    replay(definition, history);
    return undefined;
  } catch (error) {
    if (error instanceof ReplayDivergedError) return error.divergence;
    throw error;
  }
}

/** Runs one definition and replays its history on another. */
export function between(recorded: object, now: object, how: Scenario = {}): Divergence | undefined {
  return divergence(now, historyOf(recorded, how));
}

export const Z = { Type: 'Pass' };
export const CATCH = { Catch: [{ ErrorEquals: ['E'], Next: 'Z' }] };
export const RETRY = { Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 10, MaxAttempts: 2 }] };
export const MAP = { Type: 'Map', Items: [1, 2], MaxConcurrency: 1, ItemProcessor: branchOf({ I: task() }) };

/** The meaning of a divergence, both definitions, the scenario of the first, and further expected members. */
export type Told = [string, object, object, Scenario, Partial<Divergence>];

/** Expects that the recorded definition replays its history and the current one diverges. */
export function toldAs(...[meaning, recorded, now, how, expected]: Told): void {
  expect(between(recorded, recorded, how)).toBeUndefined();
  expect(between(recorded, now, how)).toMatchObject({ meaning, ...expected });
}
