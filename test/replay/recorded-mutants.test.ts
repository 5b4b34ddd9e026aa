import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readHistory } from '#state-machines/replay/index.ts';
import { recordings } from './histories.ts';
import { divergenceOf, knownEquivalents, validMutantsOf } from './mutants.ts';

const equivalents = [
  ...knownEquivalents,
  [
    /: Lambda\.ClientExecutionTimeoutException → /,
    'this error of the AWS SDK for Java cannot occur on a local server',
  ] as const,
];
const source: unknown = JSON.parse(
  readFileSync(new URL('../../state-machines/session/session.asl.json', import.meta.url), 'utf8'),
);
const histories = recordings.map(({ name, history }) => ({ name, history: readHistory(history) }));

describe('changed session state machine', () => {
  it('diverges from recorded histories, except for known equivalents', { timeout: 300_000 }, () => {
    const mutants = validMutantsOf(source);

    const survivors = mutants
      .filter((mutant) => divergenceOf(mutant, histories) === undefined)
      .map(({ change }) => change);

    expect(mutants.length).toBeGreaterThan(300);
    expect(survivors.filter((change) => !equivalents.some(([pattern]) => pattern.test(change)))).toEqual([]);
    for (const [pattern, reason] of equivalents)
      expect(
        survivors.some((change) => pattern.test(change)),
        reason,
      ).toBe(true);
  });
});
