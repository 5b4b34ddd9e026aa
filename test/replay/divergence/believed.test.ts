import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '#state-machines/asl/index.ts';
import { CALLBACK, machineOf, play, succeeds, task } from '../../unit/asl/tell.ts';
import { between, divergence, Z } from './between.ts';

describe('what the definition does not decide is believed', () => {
  const definition = machineOf({
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
  const history = play(definition, { answers: [succeeds('T')] });

  function altered(change: (text: string) => string): HistoryEvent[] {
    return JSON.parse(change(JSON.stringify(history)));
  }

  it('tokens, names, chance and times', () => {
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

  it('a time that is some seconds off, and the account', () => {
    const lambda = machineOf({
      T: task({ Arguments: { FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:f' } }),
    });
    const elsewhere = machineOf({
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

  it('but not a time that is far off, nor another form', () => {
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
    ).toMatchObject({ meaning: 'a timeout that changed' });
    expect(
      divergence(
        definition,
        altered((text) => text.replaceAll(/"draw":"[\d.]+"/g, '"draw":"\\"x\\""')),
      ),
    ).toMatchObject({ field: 'assignedVariables/draw' });
  });
});
