import { describe, expect, it } from 'vitest';
import { Stage, Status } from '#tasks/core/contracts/common.ts';
import { momentWords, sessionWords, sizeWords } from '#web/sessions/words.ts';

const now = new Date().toISOString();
const longAgo = new Date(Date.now() - 300_000).toISOString();

describe('a session in words', () => {
  it('has a phrase for every status and stage', () => {
    const phrases = Status.options.flatMap((status) =>
      Stage.options.map((stage) => sessionWords({ status, stage, updated_at: now })),
    );

    expect(phrases.every((phrase) => phrase.length > 3)).toBe(true);
  });

  it('says whose turn it is', () => {
    expect(sessionWords({ status: 'awaiting_mask', stage: 'awaiting_mask', updated_at: longAgo })).toContain(
      'Your turn',
    );
  });

  it('that failed says so, at whatever stage', () => {
    expect(sessionWords({ status: 'failed', stage: 'reconstructing', updated_at: longAgo })).toBe(
      'Did not work',
    );
  });

  it.each([['embedding'], ['reconstructing']] as const)(
    'that waits long for the model waits for a machine: %s',
    (stage) => {
      const session = { status: 'processing', stage } as const;

      expect(sessionWords({ ...session, updated_at: longAgo })).toBe('Starting a machine');
      expect(sessionWords({ ...session, updated_at: now })).not.toBe('Starting a machine');
    },
  );

  it('that waits long for its user does not', () => {
    const session = { status: 'awaiting_mask', stage: 'awaiting_mask', updated_at: longAgo } as const;

    expect(sessionWords(session)).not.toBe('Starting a machine');
  });
});

describe('a moment in words', () => {
  const noon = new Date(2026, 4, 3, 12, 0);
  const at = (year: number, month: number, day: number) => new Date(year, month, day, 9, 5).toISOString();

  it.each([
    [at(2026, 4, 3), 'Today, 09:05'],
    [at(2026, 4, 2), 'Yesterday, 09:05'],
    [at(2026, 3, 28), '28 Apr, 09:05'],
    [at(2025, 11, 31), '31 Dec 2025, 09:05'],
  ])('%s', (iso, words) => {
    expect(momentWords(iso, noon)).toBe(words);
  });
});

it.each([
  [0, '1 KB'],
  [48_873, '49 KB'],
  [20_000_000, '20.0 MB'],
])('%i bytes are read as %s', (size, words) => {
  expect(sizeWords(size)).toBe(words);
});
