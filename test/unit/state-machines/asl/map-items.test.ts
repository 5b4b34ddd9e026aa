import { describe, expect, it } from 'vitest';
import { CALL, definitionOf, detailsOf, historyOf, ITEM, outline, succeeds } from './support.ts';

describe('Map', () => {
  it('starts items one after another with MaxConcurrency 1', () => {
    const definition = definitionOf({
      M: { Type: 'Map', Items: [1, 2], MaxConcurrency: 1, ItemProcessor: ITEM },
    });

    const history = historyOf(definition);

    expect(outline(history).slice(2)).toEqual([
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 PassStateEntered',
      '6<5 PassStateExited',
      '7<6 MapIterationSucceeded',
      '8<6 MapIterationStarted',
      '9<8 PassStateEntered',
      '10<9 PassStateExited',
      '11<10 MapIterationSucceeded',
      '12<11 MapStateSucceeded',
      '13<11 MapStateExited',
      '14<13 ExecutionSucceeded',
    ]);
    expect(detailsOf(history, 'MapStateExited')).toEqual({ name: 'M', output: '[1,2]' });
  });

  it('starts all items, then schedules and starts all tasks without a limit', () => {
    const definition = definitionOf({ M: { Type: 'Map', Items: [1, 2], ItemProcessor: CALL } });

    const history = historyOf(definition, { answers: [succeeds('T', 'a'), succeeds('T', 'b')] });

    expect(outline(history).slice(2, 11)).toEqual([
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<3 MapIterationStarted',
      '6<4 TaskStateEntered',
      '7<6 TaskScheduled',
      '8<5 TaskStateEntered',
      '9<8 TaskScheduled',
      '10<7 TaskStarted',
      '11<9 TaskStarted',
    ]);
    expect(detailsOf(history, 'ExecutionSucceeded')).toEqual({ output: '["a","b"]' });
  });

  it('starts the next item when one ends', () => {
    const definition = definitionOf({
      M: { Type: 'Map', Items: [1, 2, 3], MaxConcurrency: 2, ItemProcessor: CALL },
    });

    const history = historyOf(definition, { answers: [succeeds('T'), succeeds('T'), succeeds('T')] });

    const starts = history
      .filter((one) => one.type === 'MapIterationStarted')
      .map((one) => one.previousEventId);
    const firstExit = history.find((one) => one.type === 'TaskStateExited');
    expect(starts).toEqual([3, 3, firstExit?.id]);
  });

  it('runs at most 40 items at a time', () => {
    const Items = Array.from({ length: 42 }, (_, index) => index);
    const definition = definitionOf({ M: { Type: 'Map', Items, ItemProcessor: CALL } });

    const history = historyOf(definition, { answers: Items.map(() => succeeds('T')) });

    const starts = history
      .filter((one) => one.type === 'MapIterationStarted')
      .map((one) => one.previousEventId);
    const exits = history.filter((one) => one.type === 'TaskStateExited').map((one) => one.id);
    expect(starts).toEqual([...Array.from({ length: 40 }, () => 3), ...exits.slice(0, 2)]);
  });

  it('succeeds at once without items', () => {
    const history = historyOf(definitionOf({ M: { Type: 'Map', Items: [], ItemProcessor: ITEM } }));

    expect(outline(history).slice(2)).toEqual([
      '3<2 MapStateStarted',
      '4<3 MapStateSucceeded',
      '5<3 MapStateExited',
      '6<5 ExecutionSucceeded',
    ]);
    expect(detailsOf(history, 'MapStateExited')).toEqual({ name: 'M', output: '[]' });
  });

  it('selects items with index and value from the context', () => {
    const ItemSelector = {
      i: '{% $states.context.Map.Item.Index %}',
      v: '{% $states.context.Map.Item.Value %}',
      all: '{% $states.input.all %}',
    };
    const definition = definitionOf({
      M: { Type: 'Map', Items: '{% $states.input.items %}', ItemSelector, ItemProcessor: ITEM },
    });

    const history = historyOf(definition, { input: { items: ['a', 'b'], all: true } });

    expect(detailsOf(history, 'ExecutionSucceeded')).toEqual({
      output: '[{"i":0,"v":"a","all":true},{"i":1,"v":"b","all":true}]',
    });
  });
});
