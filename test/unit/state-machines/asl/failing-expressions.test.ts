import { describe, expect, it } from 'vitest';
import { definitionOf, detailsOf, historyOf, outline, task } from './support.ts';

describe('failing expression', () => {
  const prefix = "An error occurred while executing the state 'A' (entered at the event id #2). ";

  it.each([
    [
      '{% $nothing %}',
      "The JSONata expression '$nothing' specified for the field 'Output' returned nothing (undefined).",
    ],
    ['{% $sum("x") %}', 'threw an error during evaluation. T0412: '],
    ['{% function($x){$x} %}', 'returned an unsupported result type.'],
    ['{% $eval("1") %}', 'T1006: Attempted to invoke a non-function'],
    ['{% ($f := function($n){$f($n)}; $f(1)) %}', 'D1012: Evaluation timeout after 1000 milliseconds'],
    ['{% ($f := function($n){1 + $f($n)}; $f(1)) %}', 'D1011: Stack overflow'],
    ['{% $map([1..1000001], function($v){$v}) %}', 'D2015'],
  ])('%s fails only its state', (Output, cause) => {
    const history = historyOf(definitionOf({ A: { Type: 'Pass', Output } }));

    expect(outline(history)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 PassStateEntered',
      '3<0 EvaluationFailed',
      '4<3 ExecutionFailed',
    ]);
    const details = detailsOf(history, 'EvaluationFailed');
    expect(details).toMatchObject({ error: 'States.QueryEvaluationError', location: 'Output', state: 'A' });
    expect(details.cause).toContain(prefix);
    expect(details.cause).toContain(cause);
  });

  it('is caught in the arguments of a task', () => {
    const definition = definitionOf({
      T: task({
        Arguments: { x: '{% $nothing %}' },
        Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'C' }],
      }),
      C: { Type: 'Pass' },
    });

    expect(outline(historyOf(definition)).slice(1, 5)).toEqual([
      '2<0 TaskStateEntered',
      '3<0 EvaluationFailed',
      '4<3 TaskStateExited',
      '5<4 PassStateEntered',
    ]);
  });

  it.each([
    [
      'Condition',
      { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'Z' }] },
      "Expected 'boolean', but was 'number' for value: 1",
    ],
    ['Seconds', { Type: 'Wait', Seconds: "{% 'x' %}" }, `Expected 'number', but was 'string' for value: "x"`],
    [
      'TimeoutSeconds',
      task({ TimeoutSeconds: '{% 0 %}' }),
      'The TimeoutSeconds field must be an integer from 1 to 99999999 but was: 0',
    ],
    ['Error', { Type: 'Fail', Error: '{% 1 %}' }, "Expected 'string', but was 'number' for value: 1"],
  ])('reports the wrong type for %s', (_field, state, message) => {
    const history = historyOf(definitionOf({ A: state, Z: { Type: 'Pass' } }));

    expect(detailsOf(history, 'EvaluationFailed').cause).toContain(message);
  });
});
