import { describe, expect, it } from 'vitest';
import {
  branchOf,
  CALL,
  definitionOf,
  detailsOf,
  fails,
  historyOf,
  ITEM,
  outline,
  succeeds,
  task,
  timesOut,
  types,
} from './support.ts';

describe('Map', () => {
  it('fails with the first failed item and aborts the others', () => {
    const definition = definitionOf({
      M: { Type: 'Map', Items: [0, 1, 2], ItemProcessor: branchOf({ T: task({ TimeoutSeconds: 5 }) }) },
    });

    const history = historyOf(definition, { answers: [timesOut('T'), timesOut('T'), timesOut('T')] });

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

  it('is retried from MapStateStarted', () => {
    const ItemProcessor = branchOf({ F: { Type: 'Fail', Error: 'E' } });
    const definition = definitionOf({
      M: { Type: 'Map', Items: [1], ItemProcessor, Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] },
    });

    expect(outline(historyOf(definition)).slice(2, 7)).toEqual([
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 FailStateEntered',
      '6<5 MapIterationFailed',
      '7<5 MapStateStarted',
    ]);
  });

  it('continues after tolerated failures', () => {
    const definition = definitionOf({
      M: { Type: 'Map', Items: [1, 2, 3], MaxConcurrency: 1, ToleratedFailureCount: 1, ItemProcessor: CALL },
    });

    const history = historyOf(definition, {
      answers: [succeeds('T', 'a'), fails('T', 'E'), succeeds('T', 'c')],
    });

    expect(detailsOf(history, 'ExecutionSucceeded')).toEqual({
      output: '["a",{"Error":"E","Cause":"because"},"c"]',
    });
  });

  it.each([
    [{ ToleratedFailureCount: 1 }],
    [{ ToleratedFailurePercentage: 50 }],
    [{ ToleratedFailureCount: 2, ToleratedFailurePercentage: '{% 10 * 5 %}' }],
  ])('fails with its own error once %j is exceeded', (tolerance) => {
    const definition = definitionOf({
      M: { Type: 'Map', Items: [1, 2, 3], MaxConcurrency: 1, ...tolerance, ItemProcessor: CALL },
    });

    const history = historyOf(definition, { answers: [fails('T', 'E'), fails('T', 'E'), fails('T', 'E')] });

    expect(types(history).filter((type) => type === 'MapIterationFailed')).toHaveLength(2);
    expect(detailsOf(history, 'ExecutionFailed')).toMatchObject({
      error: 'States.ExceedToleratedFailureThreshold',
    });
  });

  it('fails the item when its selector fails', () => {
    const definition = definitionOf({
      M: { Type: 'Map', Items: [1], ItemSelector: '{% $nothing %}', ItemProcessor: ITEM },
    });

    expect(outline(historyOf(definition)).slice(3)).toEqual([
      '4<3 MapIterationStarted',
      '5<4 EvaluationFailed',
      '6<5 MapIterationFailed',
      '7<5 MapStateFailed',
      '8<7 ExecutionFailed',
    ]);
  });

  it('fails from the inside out when nested', () => {
    const inner = branchOf({ N: { Type: 'Map', Items: [1], ItemProcessor: CALL } });
    const definition = definitionOf({ M: { Type: 'Map', Items: [1, 2], ItemProcessor: inner } });

    const history = historyOf(definition, { answers: [fails('T', 'E'), succeeds('T')] });

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
