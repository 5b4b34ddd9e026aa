import { describe, expect, it } from 'vitest';
import { Stage, Status } from '#contracts/common.ts';
import { momentLabel, sessionLabel } from '#web/sessions/labels.ts';

const now = new Date().toISOString();
const longAgo = new Date(Date.now() - 300_000).toISOString();

describe('the label of a session', () => {
  it('exists for every status and stage', () => {
    const phrases = Status.options.flatMap((status) =>
      Stage.options.map((stage) => sessionLabel({ status, stage, updated_at: now })),
    );

    expect(phrases.every((phrase) => phrase.length > 3)).toBe(true);
  });

  it('asks the user to select the object', () => {
    expect(sessionLabel({ status: 'awaiting_mask', stage: 'awaiting_mask', updated_at: longAgo })).toContain(
      'Select the object',
    );
  });

  it('says that it failed, at any stage', () => {
    expect(sessionLabel({ status: 'failed', stage: 'reconstructing', updated_at: longAgo })).toBe('Failed');
  });

  it.each([['embedding'], ['reconstructing']] as const)(
    'says that a GPU starts after a long wait in %s',
    (stage) => {
      const session = { status: 'processing', stage } as const;

      expect(sessionLabel({ ...session, updated_at: longAgo })).toBe('Starting a GPU');
      expect(sessionLabel({ ...session, updated_at: now })).not.toBe('Starting a GPU');
    },
  );

  it('does not say so after a long wait for the user', () => {
    const session = { status: 'awaiting_mask', stage: 'awaiting_mask', updated_at: longAgo } as const;

    expect(sessionLabel(session)).not.toBe('Starting a GPU');
  });
});

describe('the label of a moment', () => {
  const noon = new Date(2026, 4, 3, 12, 0);
  const at = (year: number, month: number, day: number) => new Date(year, month, day, 9, 5).toISOString();

  it.each([
    [at(2026, 4, 3), 'Today, 09:05'],
    [at(2026, 4, 2), 'Yesterday, 09:05'],
    [at(2026, 3, 28), '28 Apr, 09:05'],
    [at(2025, 11, 31), '31 Dec 2025, 09:05'],
  ])('of %s is %s', (iso, words) => {
    expect(momentLabel(iso, noon)).toBe(words);
  });
});
