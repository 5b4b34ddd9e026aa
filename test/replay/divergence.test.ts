import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '#state-machines/asl/index.ts';
import { compile } from '#state-machines/asl/index.ts';
import { Simulation, simulatedFacts } from '#state-machines/conformance/simulate.ts';
import { type Divergence, ReplayDivergedError, replay } from '#state-machines/replay/index.ts';
import { plots } from '../unit/asl/arbitrary.ts';
import {
  branchOf,
  CALLBACK,
  fails,
  machineOf,
  type Play,
  play,
  succeeds,
  task,
  timesOut,
} from '../unit/asl/tell.ts';

function divergence(definition: object, history: unknown): Divergence | undefined {
  try {
    replay(definition, history);
    return undefined;
  } catch (error) {
    if (error instanceof ReplayDivergedError) return error.divergence;
    throw error;
  }
}

/** Lives through one machine, replays with another. */
function between(recorded: object, now: object, how: Play = {}): Divergence | undefined {
  return divergence(now, play(recorded, how));
}

const Z = { Type: 'Pass' };
const CATCH = { Catch: [{ ErrorEquals: ['E'], Next: 'Z' }] };
const RETRY = { Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 10, MaxAttempts: 2 }] };
const MAP = { Type: 'Map', Items: [1, 2], MaxConcurrency: 1, ItemProcessor: branchOf({ I: task() }) };

describe('a divergence', () => {
  it.each<[string, object, object, Play, Partial<Divergence>]>([
    [
      'another next state',
      machineOf({ A: { ...Z, Next: 'B' }, B: Z, C: Z }),
      machineOf({ A: { ...Z, Next: 'C' }, B: Z, C: Z }),
      {},
      { eventId: 4, field: 'name', recorded: 'B', now: 'C' },
    ],
    [
      'another next state',
      machineOf({ A: { ...Z, Next: 'B' }, B: Z }),
      machineOf({ A: { ...Z, Next: 'B' }, B: { Type: 'Succeed' } }),
      {},
      { eventId: 4, recorded: 'PassStateEntered', now: "SucceedStateEntered 'B'" },
    ],
    [
      'another way on',
      machineOf({ A: { ...Z, Next: 'B' }, B: Z }),
      machineOf({ A: Z, B: Z }),
      {},
      { eventId: 4, recorded: 'PassStateEntered', now: 'ExecutionSucceeded' },
    ],
    [
      'another task input',
      machineOf({ T: task({ Arguments: { a: { b: [1, 2] } } }) }),
      machineOf({ T: task({ Arguments: { a: { b: [1, 3] } } }) }),
      { answers: [succeeds('T')] },
      { state: 'T', field: 'parameters/a/b[1]', recorded: 2, now: 3 },
    ],
    [
      'another task',
      machineOf({ T: task() }),
      machineOf({ T: task({ Resource: CALLBACK }) }),
      { answers: [succeeds('T')] },
      { field: 'resource', now: 'invoke.waitForTaskToken' },
    ],
    [
      'a timeout that changed',
      machineOf({ T: task({ TimeoutSeconds: 5 }) }),
      machineOf({ T: task({ TimeoutSeconds: 6 }) }),
      { answers: [succeeds('T')] },
      { field: 'timeoutInSeconds', recorded: 5, now: 6 },
    ],
    [
      'a timeout that changed',
      machineOf({ T: task() }),
      machineOf({ T: task({ HeartbeatSeconds: 6 }) }),
      { answers: [succeeds('T')] },
      { field: 'heartbeatInSeconds', recorded: undefined, now: 6 },
    ],
    [
      'a timeout that changed',
      machineOf({ W: { Type: 'Wait', Seconds: 100 } }),
      machineOf({ W: { Type: 'Wait', Seconds: 100 } }, { TimeoutSeconds: 50 }),
      {},
      { field: 'TimeoutSeconds', eventType: 'WaitStateExited' },
    ],
    [
      'a timeout that changed',
      machineOf({ W: { Type: 'Wait', Seconds: 100 } }, { TimeoutSeconds: 50 }),
      machineOf({ W: { Type: 'Wait', Seconds: 100 } }),
      {},
      { eventType: 'ExecutionTimedOut', now: 'never' },
    ],
    [
      'another variable',
      machineOf({ A: { ...Z, Assign: { x: 1 } } }),
      machineOf({ A: { ...Z, Assign: { x: { y: 1 } } } }),
      {},
      { field: 'assignedVariables/x', recorded: 1, now: { y: 1 } },
    ],
    [
      'another variable',
      machineOf({ A: { ...Z, Assign: { x: 1, y: 2 } } }),
      machineOf({ A: { ...Z, Assign: { x: 1 } } }),
      {},
      { field: 'assignedVariables/y', recorded: 2, now: undefined },
    ],
    [
      'another output',
      machineOf({ A: { ...Z, Output: 1 } }),
      machineOf({ A: { ...Z, Output: 2 } }),
      {},
      { field: 'output', recorded: 1, now: 2 },
    ],
    [
      'an expression fails now',
      machineOf({ A: Z }),
      machineOf({ A: { ...Z, Output: '{% $nothing %}' } }),
      {},
      { now: 'EvaluationFailed' },
    ],
    [
      'an expression no longer fails',
      machineOf({ A: { ...Z, Output: '{% $nothing %}' } }),
      machineOf({ A: Z }),
      {},
      { recorded: 'EvaluationFailed', now: "PassStateExited 'A'" },
    ],
    [
      'another error',
      machineOf({ F: { Type: 'Fail', Error: 'E' } }),
      machineOf({ F: { Type: 'Fail', Error: 'F' } }),
      {},
      { field: 'error', recorded: 'E', now: 'F' },
    ],
    [
      'a retrier no longer applies',
      machineOf({ T: task(RETRY) }),
      machineOf({ T: task() }),
      { answers: [fails('T', 'E'), succeeds('T')] },
      { eventId: 6, recorded: 'TaskScheduled', now: 'ExecutionFailed' },
    ],
    [
      'a retrier applies now',
      machineOf({ T: task() }),
      machineOf({ T: task(RETRY) }),
      { answers: [fails('T', 'E')] },
      { recorded: 'ExecutionFailed', now: 'nothing: it waits' },
    ],
    [
      'another delay of a retry',
      machineOf({ T: task(RETRY) }),
      machineOf({ T: task({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 60 }] }) }),
      { answers: [fails('T', 'E'), succeeds('T')] },
      { eventId: 6, field: 'timestamp' },
    ],
    [
      'another delay of a retry',
      machineOf({ T: task(RETRY) }),
      machineOf({ T: task({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 1, JitterStrategy: 'FULL' }] }) }),
      { answers: [fails('T', 'E'), succeeds('T')] },
      { eventId: 6, field: 'timestamp' },
    ],
    [
      'a catcher no longer applies',
      machineOf({ T: task(CATCH), Z }),
      machineOf({ T: task(), Z }),
      { answers: [fails('T', 'E')] },
      { eventId: 6, recorded: 'TaskStateExited', now: 'ExecutionFailed' },
    ],
    [
      'a catcher applies now',
      machineOf({ T: task(), Z }),
      machineOf({ T: task(CATCH), Z }),
      { answers: [fails('T', 'E')] },
      { recorded: 'ExecutionFailed', now: "TaskStateExited 'T'" },
    ],
    [
      'a catcher no longer applies',
      machineOf({
        T: task({ TimeoutSeconds: 5, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Z' }] }),
        Z,
      }),
      machineOf({ T: task({ TimeoutSeconds: 5 }), Z }),
      { answers: [timesOut('T')] },
      { eventId: 6 },
    ],
    [
      'another wait',
      machineOf({ W: { Type: 'Wait', Seconds: 10 } }),
      machineOf({ W: { Type: 'Wait', Seconds: 60 } }),
      {},
      { field: 'timestamp', recorded: '2026-01-01T00:00:10.000Z', now: '2026-01-01T00:01:00.000Z' },
    ],
    [
      'another number of items',
      machineOf({ M: MAP }),
      machineOf({ M: { ...MAP, Items: [1] } }),
      { answers: [succeeds('I'), succeeds('I')] },
      { field: 'length', recorded: 2, now: 1 },
    ],
    [
      'another concurrency',
      machineOf({ M: MAP }),
      machineOf({ M: { ...MAP, MaxConcurrency: 2 } }),
      { answers: [succeeds('I'), succeeds('I')] },
      { eventType: 'MapIterationStarted', field: 'previousEventId' },
    ],
    [
      'another input',
      machineOf({ M: MAP }),
      machineOf({ M: { ...MAP, ItemSelector: { v: '{% $states.context.Map.Item.Value %}' } } }),
      { answers: [succeeds('I'), succeeds('I')] },
      { eventType: 'TaskStateEntered', field: 'input', recorded: 1, now: { v: 1 } },
    ],
  ])('%s', (meaning, recorded, now, how, expected) => {
    expect(between(recorded, recorded, how)).toBeUndefined();
    expect(between(recorded, now, how)).toMatchObject({ meaning, ...expected });
  });

  it('is shown with both sides', () => {
    const history = play(machineOf({ T: task({ Arguments: { a: 1 } }) }), { answers: [succeeds('T')] });

    expect(() => replay(machineOf({ T: task({ Arguments: { a: 2 } }) }), history)).toThrow(
      [
        "diverged at event 3 (TaskScheduled) in the state 'T': another task input",
        '  parameters/a',
        '    recorded: 1',
        '    now:      2',
      ].join('\n'),
    );
  });

  it('by a state that is gone names it', () => {
    const difference = between(
      machineOf({ P: { Type: 'Parallel', Branches: [branchOf({ A: Z })] } }),
      machineOf({ P: { Type: 'Parallel', Branches: [branchOf({ B: Z })] } }),
    );

    expect(difference).toMatchObject({
      eventId: 4,
      meaning: 'the state is gone, or of another type',
      now: expect.stringContaining("no branch starts with the state 'A'"),
    });
  });
});

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

describe('an altered history', () => {
  const definition = machineOf({
    A: { ...Z, Next: 'T' },
    T: task({ ...RETRY, Next: 'M' }),
    M: { ...MAP, ItemProcessor: branchOf({ I: Z }) },
  });
  const history = play(definition, { answers: [fails('T', 'E'), succeeds('T', { x: 1 })] });

  it('replays as it is', () => {
    expect(divergence(definition, history)).toBeUndefined();
  });

  it('with two neighbours exchanged is told, wherever it is', () => {
    for (const index of history.keys()) {
      const [one, next] = [history[index], history[index + 1]];
      if (index === 0 || one === undefined || next === undefined) continue;
      const exchanged = history.with(index, { ...next, id: one.id }).with(index + 1, { ...one, id: next.id });
      expect(divergence(definition, exchanged), `${one.type}, ${next.type}`).toBeDefined();
    }
  });

  it('with an event left out is told, wherever it is', () => {
    for (const index of history.keys()) {
      if (index === 0 || index === history.length - 1) continue;
      const shorter = history.toSpliced(index, 1).map((event, position) => ({ ...event, id: position + 1 }));
      expect(divergence(definition, shorter), String(history[index]?.type)).toBeDefined();
    }
  });

  it('with another value in the data of a decision is told', () => {
    for (const [index, event] of history.entries()) {
      if (!/Entered|Exited|Scheduled|ExecutionSucceeded/.test(event.type)) continue;
      const changed = JSON.parse(
        JSON.stringify(event)
          .replaceAll('\\"x\\":1', '\\"x\\":2')
          .replaceAll('"input":"{}"', '"input":"[]"')
          .replaceAll('"output":"{}"', '"output":"[]"')
          .replaceAll('\\"f\\"', '\\"g\\"')
          .replaceAll('"[1,2]"', '"[2]"')
          .replaceAll(/"(input|output)":"([12])"/g, '"$1":"9"'),
      );
      expect(divergence(definition, history.with(index, changed)), event.type).toMatchObject({
        eventId: event.id,
      });
    }
  });
});

describe('any machine', () => {
  it('replays its own histories, in an execution of another name', () => {
    fc.assert(
      fc.property(plots, fc.nat(), ({ definition, answer }, where) => {
        const history = new Simulation(
          compile(definition),
          simulatedFacts('another', '{"in":1}'),
          answer,
        ).run();
        expect(divergence(definition, history)).toBeUndefined();
        expect(divergence(definition, history.slice(0, 1 + (where % history.length)))).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});
