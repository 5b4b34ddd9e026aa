import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Visit } from '#web/inspector/model/visit.ts';
import { durationOf, isOpen, visitsOf } from '#web/inspector/model/visits.ts';
import { historyOf, recorded } from '../histories.ts';

const outline = (visits: readonly Visit[]) => visits.map(({ state, outcome }) => `${state}: ${outcome}`);

describe('visitsOf', () => {
  it('lists states in the order they were entered', () => {
    const { all } = visitsOf(historyOf('succeeded'));

    expect(outline(all)).toEqual([
      'ValidateInput: succeeded',
      'RequestEmbedding: succeeded',
      'WaitForMask: succeeded',
      'ValidateMask: succeeded',
      'MaskAccepted?: succeeded',
      'RequestReconstruction: succeeded',
      'NotifySuccess: succeeded',
      'SessionSucceeded: succeeded',
    ]);
  });

  it('shows a caught error, and counts a failed and redriven state as one visit', () => {
    const { all } = visitsOf(
      historyOf('WaitForMask-caught-States.Timeout_failed-MaskDeadlinePassed_redriven_succeeded'),
    );

    expect(outline(all).slice(2, 6)).toEqual([
      'WaitForMask: caught',
      'HandleError: succeeded',
      'Resume?: succeeded',
      'WaitForMask: succeeded',
    ]);
    expect(all[2]?.failure?.error).toBe('States.Timeout');
    expect(all[3]?.attempts.map(({ outcome, redrive }) => [outcome, redrive])).toEqual([
      ['failed', 0],
      ['succeeded', 1],
    ]);
  });

  it('has every attempt of a retried task with its error', () => {
    const { all } = visitsOf(historyOf('RequestEmbedding-retried-2-times_succeeded'));
    const visit = all.find(({ state }) => state === 'RequestEmbedding');

    expect(visit?.attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'succeeded']);
    expect(visit?.attempts.map(({ failure }) => failure?.error).slice(0, 2)).toEqual([
      expect.any(String),
      expect.any(String),
    ]);
    expect(visit?.outcome).toBe('succeeded');
  });

  it('ends open visits together with the execution', () => {
    const stopped = visitsOf(historyOf('stopped-in-WaitForMask')).all.at(-1);
    const late = visitsOf(historyOf('WaitForMask-caught-States.Timeout_timed-out-in-HandleError')).all.at(-1);
    const failed = visitsOf(historyOf('ValidateInput-caught-PhotoNotAnImage_failed')).all.at(-1);

    expect([stopped?.state, stopped?.outcome]).toEqual(['WaitForMask', 'aborted']);
    expect([late?.state, late?.outcome]).toEqual(['HandleError', 'timedOut']);
    expect([failed?.state, failed?.outcome]).toEqual(['HandleError', 'failed']);
  });

  it('has the available and the assigned variables of a state', () => {
    const { all } = visitsOf(historyOf('mask-refused_succeeded'));
    const [first, again] = all.filter(({ state }) => state === 'WaitForMask');

    expect(first?.variables).toMatchObject({ maskRound: '0', maskRefusal: 'null' });
    expect(again?.variables.maskRound).toBe('1');
    expect(Object.keys(again?.assigned ?? {})).toContain('submission');
  });

  it('is waiting while a token is open, and retrying after a failed attempt', () => {
    const history = historyOf('RequestEmbedding-retried-2-times_succeeded');
    const until = (type: string) => {
      const end = history.findIndex((event) => event.type === type);
      return visitsOf(history.slice(0, end + 1)).all.at(-1);
    };

    expect(until('TaskSubmitted')?.outcome).toBe('waiting');
    expect(until('TaskFailed')?.outcome).toBe('retrying');
    expect(until('TaskStateEntered')?.outcome).toBe('running');
  });
});

describe.each(recorded)('the visits of $name', ({ history }) => {
  it('assign each event to a visit of its own state', () => {
    const { ofEvent } = visitsOf(history);
    const wrong = history.filter((event) => {
      if (event.type.startsWith('Execution')) return ofEvent.has(event.id);
      const entered = /State(?:Entered|Exited)$/.test(event.type)
        ? JSON.stringify(event).includes(`"name":${JSON.stringify(ofEvent.get(event.id)?.state)}`)
        : true;
      return !ofEvent.has(event.id) || !entered;
    });

    expect(wrong).toEqual([]);
  });

  it('have at most one open visit, the last, wherever the history is cut off', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: history.length }), (length) => {
        const part = history.slice(0, length);
        const { all } = visitsOf(part);
        const open = all.filter(isOpen);
        const now = part.at(-1)?.timestamp ?? 0;

        expect(open.length).toBeLessThanOrEqual(1);
        if (open.length === 1) expect(open[0]).toBe(all.at(-1));
        for (const visit of all) expect(durationOf(visit, now)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 25 },
    );
  });
});
