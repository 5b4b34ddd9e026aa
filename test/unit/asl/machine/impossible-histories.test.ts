import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '#state-machines/asl/index.ts';
import { simulatedFacts } from '#state-machines/conformance/simulate.ts';
import { CALL, Life } from './life.ts';

describe('a history that cannot be', () => {
  const life = new Life(CALL);
  const fold = (events: HistoryEvent[]) => () =>
    life.machine.fold(life.machine.begin(simulatedFacts('test', '{}')), events);

  it('with an event missing is refused', () => {
    expect(fold(life.history.filter((one) => one.id !== 2))).toThrow(
      'Event 3 does not fit the definition: event 2 is missing before it',
    );
  });

  it('with an unknown event, state or parent is refused by name', () => {
    const [started, entered] = life.history;
    if (started === undefined || entered === undefined) throw new Error('no history');
    expect(fold([started, { ...entered, type: 'MapRunStarted' }])).toThrow(
      'events of type MapRunStarted are not known',
    );
    expect(fold([started, { ...entered, stateEnteredEventDetails: { name: 'Gone', input: '{}' } }])).toThrow(
      "there is no Task state 'Gone' here",
    );
    expect(fold([started, entered, { ...entered, id: 3, previousEventId: 77 }])).toThrow(
      'no branch has come to event 77',
    );
  });
});
