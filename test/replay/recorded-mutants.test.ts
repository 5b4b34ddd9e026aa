import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validateDefinition } from '#state-machines/asl/index.ts';
import { readHistory, replayAll } from '#state-machines/replay/index.ts';
import { recordings } from './histories.ts';
import { type Mutant, mutantsOf } from './mutants.ts';

/** What no real run can tell, and why. */
const cannotBeTold: readonly (readonly [RegExp, string])[] = [
  [
    /\/Retry\/\d+\/(?:IntervalSeconds|BackoffRate|MaxDelaySeconds): /,
    'with full jitter every shorter delay could have been drawn from the longer one too',
  ],
  [
    /: Lambda\.ClientExecutionTimeoutException → /,
    'an error of the AWS SDK for Java that no home can bring about',
  ],
  [/Resume\?\/Choices: \[\d\] after/, 'the choices exclude each other, so that their order means nothing'],
  [/\/Retry: \[\d\] after/, 'the retriers have no error in common, so that their order means nothing'],
  [/\/Output: dropped$/, 'this Output is the result, which is the output of a state without Output'],
  [
    /WaitForMask\/TimeoutSeconds: \$max\(\[1, /,
    'the least patience counts in the last seconds before the deadline only',
  ],
];

const source: unknown = JSON.parse(
  readFileSync(new URL('../../state-machines/session.asl.json', import.meta.url), 'utf8'),
);
const histories = recordings.map(({ name, history }) => ({ name, history: readHistory(history) }));

/** Whether a recording diverges; those that are about the changed state come first. */
function isTold({ change, definition }: Mutant): boolean {
  const state = change.split('/')[1] ?? '';
  const about = (name: string) => Number(name.includes(state));
  const likely = histories.toSorted((a, b) => about(b.name) - about(a.name));
  for (const { outcome } of replayAll(definition, likely)) if (outcome === 'diverged') return true;
  return false;
}

describe('a changed session machine', () => {
  it('is told from the recorded runs, or it is known why it cannot be', { timeout: 300_000 }, () => {
    const mutants = [...mutantsOf(source)].filter(
      ({ definition }) => validateDefinition(definition).length === 0,
    );

    const survivors = mutants.filter((mutant) => !isTold(mutant)).map(({ change }) => change);

    expect(mutants.length).toBeGreaterThan(300);
    expect(survivors.filter((change) => !cannotBeTold.some(([pattern]) => pattern.test(change)))).toEqual([]);
    for (const [pattern, why] of cannotBeTold)
      expect(
        survivors.some((change) => pattern.test(change)),
        why,
      ).toBe(true);
  });
});
