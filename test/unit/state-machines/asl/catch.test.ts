import { describe, expect, it } from 'vitest';
import { definitionOf, detailsOf, fails, historyOf, outline, task, types } from './support.ts';

describe('Catch', () => {
  it('exits with error and cause, or with its own Output and Assign', () => {
    const Catch = [
      { ErrorEquals: ['Plain'], Next: 'C' },
      {
        ErrorEquals: ['States.ALL'],
        Next: 'C',
        Output: '{% $states.errorOutput.Error %}',
        Assign: { caught: true },
      },
    ];
    const definition = definitionOf({ T: task({ Catch }), C: { Type: 'Pass' } });

    const exits = ['Plain', 'Other'].map((error) =>
      detailsOf(historyOf(definition, { answers: [fails('T', error)] }), 'TaskStateExited'),
    );

    expect(exits).toEqual([
      { name: 'T', output: '{"Error":"Plain","Cause":"because"}' },
      { name: 'T', output: '"Other"', assignedVariables: { caught: 'true' } },
    ]);
  });

  it('applies after the last retry', () => {
    const definition = definitionOf({
      T: task({
        Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }],
      }),
      C: { Type: 'Pass' },
    });

    const history = historyOf(definition, { answers: [fails('T', 'A'), fails('T', 'A')] });

    expect(outline(history).slice(4, 10)).toEqual([
      '5<4 TaskFailed',
      '6<5 TaskScheduled',
      '7<6 TaskStarted',
      '8<7 TaskFailed',
      '9<8 TaskStateExited',
      '10<9 PassStateEntered',
    ]);
  });

  it.each([
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.TaskFailed', 'Anything', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['Exact', 'Exact', true],
    ['Exact', 'Exactly', false],
  ])('of %s takes %s: %s', (name, error, taken) => {
    const definition = definitionOf({
      T: task({ Catch: [{ ErrorEquals: [name], Next: 'C' }] }),
      C: { Type: 'Pass' },
    });

    const history = historyOf(definition, { answers: [fails('T', error)] });

    expect(types(history).at(-1)).toBe(taken ? 'ExecutionSucceeded' : 'ExecutionFailed');
  });

  it('gives nulls for a missing error and cause', () => {
    const definition = definitionOf({
      T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }] }),
      C: { Type: 'Pass' },
    });

    const history = historyOf(definition, { answers: [{ state: 'T', result: { type: 'TaskFailed' } }] });

    expect(detailsOf(history, 'TaskFailed')).toEqual({ resourceType: 'lambda', resource: 'invoke' });
    expect(detailsOf(history, 'TaskStateExited').output).toBe('{"Error":null,"Cause":null}');
  });

  it('fails the state when its Output cannot be evaluated', () => {
    const definition = definitionOf({
      T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C', Output: '{% $nothing %}' }] }),
      C: { Type: 'Pass' },
    });

    const history = historyOf(definition, { answers: [fails('T', 'A')] });

    expect(outline(history).slice(4)).toEqual([
      '5<4 TaskFailed',
      '6<5 EvaluationFailed',
      '7<6 ExecutionFailed',
    ]);
  });
});
