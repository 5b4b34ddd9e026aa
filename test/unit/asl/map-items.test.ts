import { describe, expect, it } from 'vitest';
import { CALL, ITEM } from './branches.ts';
import { detailsOf, machineOf, play, succeeds, tell } from './tell.ts';

describe('Map', () => {
  it('with MaxConcurrency 1 starts an item when the one before has ended', () => {
    const definition = machineOf({
      M: { Type: 'Map', Items: [1, 2], MaxConcurrency: 1, ItemProcessor: ITEM },
    });

    const history = play(definition);

    expect(tell(history).slice(2)).toEqual([
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

  it('without a limit starts all items, schedules all tasks, then starts them', () => {
    const definition = machineOf({ M: { Type: 'Map', Items: [1, 2], ItemProcessor: CALL } });

    const history = play(definition, { answers: [succeeds('T', 'a'), succeeds('T', 'b')] });

    expect(tell(history).slice(2, 11)).toEqual([
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

  it('fills the room that an ended item made', () => {
    const definition = machineOf({
      M: { Type: 'Map', Items: [1, 2, 3], MaxConcurrency: 2, ItemProcessor: CALL },
    });

    const history = play(definition, { answers: [succeeds('T'), succeeds('T'), succeeds('T')] });

    const starts = history
      .filter((one) => one.type === 'MapIterationStarted')
      .map((one) => one.previousEventId);
    const firstExit = history.find((one) => one.type === 'TaskStateExited');
    expect(starts).toEqual([3, 3, firstExit?.id]);
  });

  it('runs 40 items at a time where nothing limits them', () => {
    const Items = Array.from({ length: 42 }, (_, index) => index);
    const definition = machineOf({ M: { Type: 'Map', Items, ItemProcessor: CALL } });

    const history = play(definition, { answers: Items.map(() => succeeds('T')) });

    const starts = history
      .filter((one) => one.type === 'MapIterationStarted')
      .map((one) => one.previousEventId);
    const exits = history.filter((one) => one.type === 'TaskStateExited').map((one) => one.id);
    expect(starts).toEqual([...Array.from({ length: 40 }, () => 3), ...exits.slice(0, 2)]);
  });

  it('of nothing ends at once', () => {
    const history = play(machineOf({ M: { Type: 'Map', Items: [], ItemProcessor: ITEM } }));

    expect(tell(history).slice(2)).toEqual([
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
    const definition = machineOf({
      M: { Type: 'Map', Items: '{% $states.input.items %}', ItemSelector, ItemProcessor: ITEM },
    });

    const history = play(definition, { input: { items: ['a', 'b'], all: true } });

    expect(detailsOf(history, 'ExecutionSucceeded')).toEqual({
      output: '[{"i":0,"v":"a","all":true},{"i":1,"v":"b","all":true}]',
    });
  });
});
