import { describe, expect, it } from 'vitest';
import {
  branchOf,
  detailsOf,
  fails,
  machineOf,
  play,
  succeeds,
  task,
  tell,
  timesOut,
  types,
} from './tell.ts';

const ITEM = branchOf({ I: { Type: 'Pass' } });
const CALL = branchOf({ T: task() });

describe('Parallel', () => {
  it('starts its branches in order and gives their outputs in order', () => {
    const Branches = [
      branchOf({ A: { Type: 'Pass', Output: 1 } }),
      branchOf({ B: { Type: 'Pass', Output: { b: 2 } } }),
    ];

    const history = play(machineOf({ P: { Type: 'Parallel', Branches } }));

    expect(tell(history)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 ParallelStateEntered',
      '3<2 ParallelStateStarted',
      '4<3 PassStateEntered',
      '5<4 PassStateExited',
      '6<3 PassStateEntered',
      '7<6 PassStateExited',
      '8<7 ParallelStateSucceeded',
      '9<7 ParallelStateExited',
      '10<9 ExecutionSucceeded',
    ]);
    expect(detailsOf(history, 'ParallelStateExited')).toEqual({ name: 'P', output: '[1,{"b":2}]' });
  });

  it('hands its Arguments to every branch', () => {
    const definition = machineOf({
      P: { Type: 'Parallel', Arguments: { n: '{% $states.input.x + 1 %}' }, Branches: [ITEM] },
    });

    expect(detailsOf(play(definition, { input: { x: 1 } }), 'PassStateEntered')).toEqual({
      name: 'I',
      input: '{"n":2}',
    });
  });

  it('fails with the first branch that fails; the others are aborted, late answers ignored', () => {
    const Branches = [
      branchOf({ A: task() }),
      branchOf({ B: { Type: 'Wait', Seconds: 9 } }),
      branchOf({ C: task() }),
    ];
    const definition = machineOf({
      P: { Type: 'Parallel', Branches, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }] },
      Z: { Type: 'Pass' },
    });

    const history = play(definition, { answers: [fails('A', 'Boom'), succeeds('C')] });

    expect(tell(history).slice(3)).toEqual([
      '4<3 TaskStateEntered',
      '5<4 TaskScheduled',
      '6<3 WaitStateEntered',
      '7<3 TaskStateEntered',
      '8<7 TaskScheduled',
      '9<5 TaskStarted',
      '10<8 TaskStarted',
      '11<9 TaskFailed',
      '12<11 TaskStateAborted',
      '13<11 WaitStateAborted',
      '14<11 TaskStateAborted',
      '15<11 ParallelStateFailed',
      '16<15 ParallelStateExited',
      '17<16 PassStateEntered',
      '18<17 PassStateExited',
      '19<18 ExecutionSucceeded',
    ]);
  });

  it('is tried again as a whole', () => {
    const Branches = [branchOf({ F: { Type: 'Fail', Error: 'E' } })];

    const history = play(
      machineOf({ P: { Type: 'Parallel', Branches, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] } }),
    );

    expect(tell(history).slice(2)).toEqual([
      '3<2 ParallelStateStarted',
      '4<3 FailStateEntered',
      '5<4 ParallelStateStarted',
      '6<5 FailStateEntered',
      '7<6 ParallelStateFailed',
      '8<7 ExecutionFailed',
    ]);
  });
});

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

  it('fails with the first item that fails; each other one is told as aborted', () => {
    const definition = machineOf({
      M: { Type: 'Map', Items: [0, 1, 2], ItemProcessor: branchOf({ T: task({ TimeoutSeconds: 5 }) }) },
    });

    const history = play(definition, { answers: [timesOut('T'), timesOut('T'), timesOut('T')] });

    const failed = history.find((one) => one.type === 'TaskTimedOut')?.id;
    expect(history.slice(failed).map(({ type, previousEventId }) => [type, previousEventId])).toEqual([
      ['MapIterationFailed', failed],
      ['TaskStateAborted', failed],
      ['MapIterationAborted', failed],
      ['TaskStateAborted', failed],
      ['MapIterationAborted', failed],
      ['TaskStateAborted', failed],
      ['MapStateFailed', failed],
      ['ExecutionFailed', (failed ?? 0) + 7],
    ]);
  });

  it('is tried again from MapStateStarted', () => {
    const ItemProcessor = branchOf({ F: { Type: 'Fail', Error: 'E' } });
    const definition = machineOf({
      M: { Type: 'Map', Items: [1], ItemProcessor, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] },
    });

    expect(tell(play(definition)).slice(2, 7)).toEqual([
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 FailStateEntered',
      '6<5 MapIterationFailed',
      '7<5 MapStateStarted',
    ]);
  });

  it('goes on past the failures that it tolerates', () => {
    const definition = machineOf({
      M: { Type: 'Map', Items: [1, 2, 3], MaxConcurrency: 1, ToleratedFailureCount: 1, ItemProcessor: CALL },
    });

    const history = play(definition, { answers: [succeeds('T', 'a'), fails('T', 'E'), succeeds('T', 'c')] });

    expect(detailsOf(history, 'ExecutionSucceeded')).toEqual({
      output: '["a",{"Error":"E","Cause":"because"},"c"]',
    });
  });

  it.each([
    [{ ToleratedFailureCount: 1 }],
    [{ ToleratedFailurePercentage: 50 }],
    [{ ToleratedFailureCount: 2, ToleratedFailurePercentage: '{% 10 * 5 %}' }],
  ])('fails with an error of its own once %j is exceeded', (tolerance) => {
    const definition = machineOf({
      M: { Type: 'Map', Items: [1, 2, 3], MaxConcurrency: 1, ...tolerance, ItemProcessor: CALL },
    });

    const history = play(definition, { answers: [fails('T', 'E'), fails('T', 'E'), fails('T', 'E')] });

    expect(types(history).filter((type) => type === 'MapIterationFailed')).toHaveLength(2);
    expect(detailsOf(history, 'ExecutionFailed')).toMatchObject({
      error: 'States.ExceedToleratedFailureThreshold',
    });
  });

  it('tells a selection that fails as the failure of its item', () => {
    const definition = machineOf({
      M: { Type: 'Map', Items: [1], ItemSelector: '{% $nothing %}', ItemProcessor: ITEM },
    });

    expect(tell(play(definition)).slice(3)).toEqual([
      '4<3 MapIterationStarted',
      '5<4 EvaluationFailed',
      '6<5 MapIterationFailed',
      '7<5 MapStateFailed',
      '8<7 ExecutionFailed',
    ]);
  });

  it('nested in a Map fails from the inside out', () => {
    const inner = branchOf({ N: { Type: 'Map', Items: [1], ItemProcessor: CALL } });
    const definition = machineOf({ M: { Type: 'Map', Items: [1, 2], ItemProcessor: inner } });

    const history = play(definition, { answers: [fails('T', 'E'), succeeds('T')] });

    const failed = history.findIndex((one) => one.type === 'TaskFailed');
    expect(types(history).slice(failed)).toEqual([
      'TaskFailed',
      'MapIterationFailed',
      'TaskStateAborted',
      'MapStateFailed',
      'MapIterationFailed',
      'MapIterationAborted',
      'MapIterationAborted',
      'TaskStateAborted',
      'MapStateAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });
});
