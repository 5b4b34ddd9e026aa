import { describe, expect, it } from 'vitest';
import { simulatedFacts } from '#state-machines/simulation/simulate.ts';
import { definitionOf, task, types } from '../support.ts';
import { Lifecycle, SECOND, START } from './lifecycle.ts';

describe('due times', () => {
  it('are the same after a restart', () => {
    const waiting = new Lifecycle(
      definitionOf({ W: { Type: 'Wait', Seconds: 90 } }, { TimeoutSeconds: 1000 }),
    );
    const retrying = new Lifecycle(
      definitionOf({
        T: task({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 50, JitterStrategy: 'FULL' }] }),
      }),
    );
    const { nextTimer: retryDue } = retrying.at(5, {
      kind: 'taskFailed',
      scheduledEventId: 3,
      error: 'E',
      cause: undefined,
    });
    const calling = new Lifecycle(definitionOf({ T: task({ TimeoutSeconds: '{% 20 + 10 %}' }) }));
    const bounded = new Lifecycle(definitionOf({ T: task() }, { TimeoutSeconds: 1000 }));

    const due = [waiting, retrying, calling, bounded].map(
      (lifecycle) => lifecycle.machine.outstanding(lifecycle.restarted().execution).nextTimer,
    );

    expect(due).toEqual([START + 90 * SECOND, retryDue, START + 30 * SECOND, START + 1000 * SECOND]);
  });

  it('are immediate when a history stops in the middle of a step', () => {
    const lifecycle = new Lifecycle(definitionOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass' } }));
    const cut = lifecycle.machine.fold(
      lifecycle.machine.start(simulatedFacts('test', '{}')),
      lifecycle.history.slice(0, 3),
    );

    expect(lifecycle.machine.outstanding(cut).nextTimer).toBe(START);
    expect(lifecycle.machine.advance(cut, { kind: 'timer' }, START).events).toEqual(
      lifecycle.history.slice(3),
    );
  });

  it('end the execution once its timeout has passed', () => {
    const states = { W: { Type: 'Wait', Seconds: 5, Next: 'T' }, T: task() };
    const lifecycle = new Lifecycle(definitionOf(states, { TimeoutSeconds: 10 }));

    expect(types(lifecycle.at(60, { kind: 'timer' }).events)).toEqual(['ExecutionTimedOut']);
  });

  it('never fire early', () => {
    const lifecycle = new Lifecycle(definitionOf({ W: { Type: 'Wait', Seconds: 90 } }));

    expect(lifecycle.at(89.999, { kind: 'timer' }).events).toEqual([]);
    expect(types(lifecycle.at(90, { kind: 'timer' }).events)).toEqual([
      'WaitStateExited',
      'ExecutionSucceeded',
    ]);
  });
});
