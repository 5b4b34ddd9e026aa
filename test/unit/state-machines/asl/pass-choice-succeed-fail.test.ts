import { describe, expect, it } from 'vitest';
import { definitionOf, detailsOf, historyOf, outline, types } from './support.ts';

describe('Pass, Choice, Wait, Succeed and Fail', () => {
  it('enters and exits each state', () => {
    const history = historyOf(definitionOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } }), {
      input: { x: 1 },
    });

    expect(outline(history)).toEqual([
      '1<0 ExecutionStarted',
      '2<0 PassStateEntered',
      '3<2 PassStateExited',
      '4<3 SucceedStateEntered',
      '5<4 SucceedStateExited',
      '6<5 ExecutionSucceeded',
    ]);
    expect(detailsOf(history, 'ExecutionSucceeded')).toEqual({ output: '{"x":1}' });
  });

  it('keeps the order of keys and writes compact JSON', () => {
    const definition = definitionOf({
      A: { Type: 'Pass', Output: { z: '{% $states.input.b %}', a: [1, { y: null }] } },
    });

    const history = historyOf(definition, { input: { b: { d: 1, c: 2 } } });

    expect(detailsOf(history, 'PassStateExited')).toEqual({
      name: 'A',
      output: '{"z":{"d":1,"c":2},"a":[1,{"y":null}]}',
    });
  });

  it("keeps the caller's input in ExecutionStarted and compacts it afterwards", () => {
    const definition = definitionOf({ A: { Type: 'Pass' } });

    const history = historyOf(definition, { input: [1, 2] });

    expect(detailsOf(history, 'PassStateEntered')).toEqual({ name: 'A', input: '[1,2]' });
  });

  it('takes the first choice that holds, with its own Assign and Output', () => {
    const definition = definitionOf({
      C: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.n > 9 %}', Next: 'Big', Assign: { size: 'big' }, Output: 'large' },
          { Condition: '{% $states.input.n > 5 %}', Next: 'Mid', Assign: { size: 'mid' } },
        ],
        Default: 'Small',
        Assign: { size: 'small' },
        Output: 'tiny',
      },
      Big: { Type: 'Pass' },
      Mid: { Type: 'Pass' },
      Small: { Type: 'Pass' },
    });

    const exits = [12, 7, 1].map((n) =>
      detailsOf(historyOf(definition, { input: { n } }), 'ChoiceStateExited'),
    );

    expect(exits).toEqual([
      { name: 'C', output: '"large"', assignedVariables: { size: '"big"' } },
      { name: 'C', output: '{"n":7}', assignedVariables: { size: '"mid"' } },
      { name: 'C', output: '"tiny"', assignedVariables: { size: '"small"' } },
    ]);
  });

  it('fails the execution when no choice holds and there is no default', () => {
    const definition = definitionOf({
      C: { Type: 'Choice', Choices: [{ Condition: false, Next: 'A' }] },
      A: { Type: 'Pass' },
    });

    const history = historyOf(definition);

    expect(types(history)).toEqual(['ExecutionStarted', 'ChoiceStateEntered', 'ExecutionFailed']);
    expect(detailsOf(history, 'ExecutionFailed')).toMatchObject({ error: 'States.NoChoiceMatched' });
  });

  it("fails with the Fail state's error and cause, or without them", () => {
    const said = historyOf(definitionOf({ F: { Type: 'Fail', Error: "{% 'E' & '1' %}", Cause: 'why' } }));
    const silent = historyOf(definitionOf({ F: { Type: 'Fail' } }));

    expect(outline(said)).toEqual(['1<0 ExecutionStarted', '2<0 FailStateEntered', '3<2 ExecutionFailed']);
    expect(detailsOf(said, 'ExecutionFailed')).toEqual({ error: 'E1', cause: 'why' });
    expect(detailsOf(silent, 'ExecutionFailed')).toEqual({});
  });
});
