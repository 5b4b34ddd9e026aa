import { describe, expect, it } from 'vitest';
import {
  branchOf,
  definitionOf,
  detailsOf,
  fails,
  historyOf,
  ITEM,
  outline,
  succeeds,
  task,
} from './support.ts';

describe('Parallel', () => {
  it('starts its branches in order and gives their outputs in order', () => {
    const Branches = [
      branchOf({ A: { Type: 'Pass', Output: 1 } }),
      branchOf({ B: { Type: 'Pass', Output: { b: 2 } } }),
    ];

    const history = historyOf(definitionOf({ P: { Type: 'Parallel', Branches } }));

    expect(outline(history)).toEqual([
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

  it('passes its Arguments to every branch', () => {
    const definition = definitionOf({
      P: { Type: 'Parallel', Arguments: { n: '{% $states.input.x + 1 %}' }, Branches: [ITEM] },
    });

    expect(detailsOf(historyOf(definition, { input: { x: 1 } }), 'PassStateEntered')).toEqual({
      name: 'I',
      input: '{"n":2}',
    });
  });

  it('fails with the first failed branch, aborts the others and ignores late results', () => {
    const Branches = [
      branchOf({ A: task() }),
      branchOf({ B: { Type: 'Wait', Seconds: 9 } }),
      branchOf({ C: task() }),
    ];
    const definition = definitionOf({
      P: { Type: 'Parallel', Branches, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }] },
      Z: { Type: 'Pass' },
    });

    const history = historyOf(definition, { answers: [fails('A', 'Boom'), succeeds('C')] });

    expect(outline(history).slice(3)).toEqual([
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

  it('is retried with all branches', () => {
    const Branches = [branchOf({ F: { Type: 'Fail', Error: 'E' } })];

    const history = historyOf(
      definitionOf({ P: { Type: 'Parallel', Branches, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] } }),
    );

    expect(outline(history).slice(2)).toEqual([
      '3<2 ParallelStateStarted',
      '4<3 FailStateEntered',
      '5<4 ParallelStateStarted',
      '6<5 FailStateEntered',
      '7<6 ParallelStateFailed',
      '8<7 ExecutionFailed',
    ]);
  });
});
