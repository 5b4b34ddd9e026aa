import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '#state-machines/asl/index.ts';
import { simulatedFacts } from '#state-machines/simulation/simulate.ts';
import { CALL, Lifecycle } from './lifecycle.ts';

describe('impossible history', () => {
  const lifecycle = new Lifecycle(CALL);
  const fold = (events: HistoryEvent[]) => () =>
    lifecycle.machine.fold(lifecycle.machine.start(simulatedFacts('test', '{}')), events);

  it('is rejected with a missing event', () => {
    expect(fold(lifecycle.history.filter((one) => one.id !== 2))).toThrow(
      'Event 3 does not fit the definition: event 2 is missing before it',
    );
  });

  it('is rejected with an unknown event, state or parent', () => {
    const [started, entered] = lifecycle.history;
    if (started === undefined || entered === undefined) throw new Error('no history');
    expect(fold([started, { ...entered, type: 'MapRunStarted' }])).toThrow(
      'events of type MapRunStarted are not known',
    );
    expect(fold([started, { ...entered, stateEnteredEventDetails: { name: 'Gone', input: '{}' } }])).toThrow(
      "there is no Task state 'Gone' here",
    );
    expect(fold([started, entered, { ...entered, id: 3, previousEventId: 77 }])).toThrow(
      'no branch is at event 77',
    );
  });
});
