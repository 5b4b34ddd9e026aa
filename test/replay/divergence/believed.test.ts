import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '#state-machines/asl/index.ts';
import { CALLBACK, definitionOf, historyOf, succeeds, task } from '../../unit/state-machines/asl/support.ts';
import { between, divergence, Z } from './between.ts';

describe('values that the definition does not decide', () => {
  const definition = definitionOf({
    A: {
      ...Z,
      Assign: {
        id: '{% $uuid() %}',
        at: '{% $now() %}',
        deadline: '{% $millis() + 3600000 %}',
        draw: '{% $random() %}',
      },
      Next: 'T',
    },
    T: {
      Type: 'Task',
      Resource: CALLBACK,
      Arguments: {
        token: '{% $states.context.Task.Token %}',
        name: '{% $states.context.Execution.Name %}',
        key: "{% 'run/' & $id %}",
      },
      TimeoutSeconds: '{% $ceil(($deadline - $millis()) / 1000) %}',
    },
  });
  const history = historyOf(definition, { answers: [succeeds('T')] });

  function altered(change: (text: string) => string): HistoryEvent[] {
    return JSON.parse(change(JSON.stringify(history)));
  }

  it('accepts any tokens, names, random values and times', () => {
    const token = /\\"token\\":\\"([^\\]+)/.exec(JSON.stringify(history))?.[1] ?? '';
    const other = altered((text) =>
      text
        .replaceAll(token, 'a-task-token')
        .replaceAll('\\"test\\"', '\\"another-run\\"')
        .replaceAll(/"draw":"[\d.]+"/g, '"draw":"0.5"'),
    );

    expect(token).not.toBe('');
    expect(divergence(definition, other)).toBeUndefined();
  });

  it('accepts times within seconds and other accounts', () => {
    const lambda = definitionOf({
      T: task({ Arguments: { FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:f' } }),
    });
    const elsewhere = definitionOf({
      T: task({ Arguments: { FunctionName: 'arn:aws:lambda:eu-west-1:111111111111:function:f' } }),
    });

    expect(
      divergence(
        definition,
        altered((text) => text.replaceAll('1767229200000', '1767229202000')),
      ),
    ).toBeUndefined();
    expect(
      divergence(
        definition,
        altered((text) => text.replaceAll('"timeoutInSeconds":3600', '"timeoutInSeconds":3598')),
      ),
    ).toBeUndefined();
    expect(between(elsewhere, lambda, { answers: [succeeds('T')] })).toBeUndefined();
  });

  it('rejects times that differ more and values of another form', () => {
    expect(
      divergence(
        definition,
        altered((text) => text.replaceAll('1767229200000', '1767230000000')),
      ),
    ).toMatchObject({ field: 'assignedVariables/deadline' });
    expect(
      divergence(
        definition,
        altered((text) => text.replaceAll('"timeoutInSeconds":3600', '"timeoutInSeconds":3000')),
      ),
    ).toMatchObject({ meaning: 'timeout changed' });
    expect(
      divergence(
        definition,
        altered((text) => text.replaceAll(/"draw":"[\d.]+"/g, '"draw":"\\"x\\""')),
      ),
    ).toMatchObject({ field: 'assignedVariables/draw' });
  });
});
