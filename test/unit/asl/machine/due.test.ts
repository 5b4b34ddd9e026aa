import { describe, expect, it } from 'vitest';
import { simulatedFacts } from '#state-machines/conformance/simulate.ts';
import { machineOf, task, types } from '../tell.ts';
import { Life, SECOND, START } from './life.ts';

describe('what is due', () => {
  it('is the same after a restart: waits, retries, timeouts, the deadline of the machine', () => {
    const waiting = new Life(machineOf({ W: { Type: 'Wait', Seconds: 90 } }, { TimeoutSeconds: 1000 }));
    const retrying = new Life(
      machineOf({
        T: task({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 50, JitterStrategy: 'FULL' }] }),
      }),
    );
    const { nextTimer: retryDue } = retrying.at(5, {
      kind: 'taskFailed',
      scheduledEventId: 3,
      error: 'E',
      cause: undefined,
    });
    const calling = new Life(machineOf({ T: task({ TimeoutSeconds: '{% 20 + 10 %}' }) }));
    const bounded = new Life(machineOf({ T: task() }, { TimeoutSeconds: 1000 }));

    const due = [waiting, retrying, calling, bounded].map(
      (life) => life.machine.outstanding(life.refolded().execution).nextTimer,
    );

    expect(due).toEqual([START + 90 * SECOND, retryDue, START + 30 * SECOND, START + 1000 * SECOND]);
  });

  it('is at once where a history stops in the middle of a step', () => {
    const life = new Life(machineOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass' } }));
    const cut = life.machine.fold(life.machine.begin(simulatedFacts('test', '{}')), life.history.slice(0, 3));

    expect(life.machine.outstanding(cut).nextTimer).toBe(START);
    expect(life.machine.advance(cut, { kind: 'timer' }, START).events).toEqual(life.history.slice(3));
  });

  it('is nothing but the end once the deadline of the machine has passed, however late that is seen', () => {
    const states = { W: { Type: 'Wait', Seconds: 5, Next: 'T' }, T: task() };
    const life = new Life(machineOf(states, { TimeoutSeconds: 10 }));

    expect(types(life.at(60, { kind: 'timer' }).events)).toEqual(['ExecutionTimedOut']);
  });

  it('fires nothing early', () => {
    const life = new Life(machineOf({ W: { Type: 'Wait', Seconds: 90 } }));

    expect(life.at(89.999, { kind: 'timer' }).events).toEqual([]);
    expect(types(life.at(90, { kind: 'timer' }).events)).toEqual(['WaitStateExited', 'ExecutionSucceeded']);
  });
});
