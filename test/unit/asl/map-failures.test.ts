import { describe, expect, it } from 'vitest';
import { CALL, ITEM } from './branches.ts';
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

describe('Map', () => {
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
