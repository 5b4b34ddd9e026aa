import { describe, expect, it } from 'vitest';
import { validateDefinition } from '#state-machines/asl/index.ts';
import { readHistory, replayAll } from '#state-machines/replay/index.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { HISTORIES, SESSION } from './session-paths.ts';

/** What no history of this machine can tell, and why. */
const CANNOT_BE_TOLD: readonly (readonly [RegExp, string])[] = [
  [
    /\/Retry\/\d+\/(?:IntervalSeconds|BackoffRate|MaxDelaySeconds): /,
    'with full jitter every shorter delay could have been drawn from the longer one too',
  ],
  [/Resume\?\/Choices: \[\d\] after/, 'the choices exclude each other, so that their order means nothing'],
  [/\/Retry: \[\d\] after/, 'the retriers have no error in common, so that their order means nothing'],
  [/\/Output: dropped$/, 'this Output is the result, which is the output of a state without Output'],
  [
    /WaitForMask\/TimeoutSeconds: \$max\(\[1, /,
    'the least patience, which counts in the last seconds before the deadline only',
  ],
  [/^TimeoutSeconds: /, 'no session lasts as long as the machine may'],
];

const histories = HISTORIES.map(({ name, history }) => ({ name, history: readHistory(history) }));
const mutants = [...mutantsOf(SESSION)].filter(
  ({ definition }) => validateDefinition(definition).length === 0,
);

/** What the first history that diverges tells. Those that go through the changed state come first. */
function told({ change, definition }: Mutant): string | undefined {
  const state = change.split('/')[1] ?? '';
  const likely = histories.toSorted(
    (a, b) => Number(b.name.startsWith(state)) - Number(a.name.startsWith(state)),
  );
  for (const result of replayAll(definition, likely)) {
    if (result.outcome === 'diverged') return result.divergence.meaning;
  }
  return undefined;
}

describe('a changed session machine', () => {
  it('is told from the recorded one, or it is known why it cannot be', { timeout: 300_000 }, () => {
    const survivors = mutants.filter((mutant) => told(mutant) === undefined).map(({ change }) => change);
    const unexplained = survivors.filter(
      (change) => !CANNOT_BE_TOLD.some(([pattern]) => pattern.test(change)),
    );

    expect(unexplained).toEqual([]);
    expect(mutants.length).toBeGreaterThan(300);
    expect(survivors.length).toBeLessThan(mutants.length / 5);
    for (const [pattern, why] of CANNOT_BE_TOLD)
      expect(
        survivors.some((change) => pattern.test(change)),
        why,
      ).toBe(true);
  });
});
