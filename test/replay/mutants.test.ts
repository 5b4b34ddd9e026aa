import { describe, expect, it } from 'vitest';
import { readHistory } from '#state-machines/replay/index.ts';
import { divergenceOf, knownEquivalents, validMutantsOf } from './mutants.ts';
import { HISTORIES, SESSION } from './session-paths.ts';

const equivalents = [
  ...knownEquivalents,
  [/^TimeoutSeconds: /, 'no session lasts as long as the timeout of the state machine'] as const,
];
const histories = HISTORIES.map(({ name, history }) => ({ name, history: readHistory(history) }));

describe('changed session state machine', () => {
  it('diverges from simulated histories, except for known equivalents', { timeout: 300_000 }, () => {
    const mutants = validMutantsOf(SESSION);

    const survivors = mutants
      .filter((mutant) => divergenceOf(mutant, histories) === undefined)
      .map(({ change }) => change);

    expect(mutants.length).toBeGreaterThan(300);
    expect(survivors.length).toBeLessThan(mutants.length / 5);
    expect(survivors.filter((change) => !equivalents.some(([pattern]) => pattern.test(change)))).toEqual([]);
    for (const [pattern, reason] of equivalents)
      expect(
        survivors.some((change) => pattern.test(change)),
        reason,
      ).toBe(true);
  });
});
