import { describe, expect, it } from 'vitest';
import { eventRowsOf, filterRows } from '#web/inspector/model/event-rows.ts';
import { visitsOf } from '#web/inspector/model/visits.ts';
import { historyOf } from '../histories.ts';

describe('the event table', () => {
  const history = historyOf('mask-refused_succeeded');
  const rows = eventRowsOf(history, visitsOf(history));

  it('has a row for each event, with its state and the time since the previous event', () => {
    expect(rows).toHaveLength(history.length);
    expect(rows[3]).toMatchObject({ state: 'ValidateInput', visit: 0 });
    expect(rows[4]?.sincePrevious).toBe(
      (history[4]?.timestamp ?? Number.NaN) - (history[3]?.timestamp ?? Number.NaN),
    );
    expect(rows[0]).toMatchObject({ sinceStart: 0, sincePrevious: undefined, state: undefined });
  });

  it('filters by words that must all occur', () => {
    const found = filterRows(rows, 'scheduled waitformask');

    expect(found.map(({ event, state }) => [event.type, state])).toEqual([
      ['TaskScheduled', 'WaitForMask'],
      ['TaskScheduled', 'WaitForMask'],
    ]);
    expect(filterRows(rows, '  ')).toHaveLength(rows.length);
    expect(filterRows(rows, 'nothing-like-it')).toEqual([]);
  });
});
