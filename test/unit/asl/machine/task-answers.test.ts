import { describe, expect, it } from 'vitest';
import type { Stimulus } from '#state-machines/asl/index.ts';
import { tell, types } from '../tell.ts';
import { CALL, Life, SECOND, START } from './life.ts';

describe('a task', () => {
  it('is handed out once, and again after a restart, with the same identity and token', () => {
    const token = (arn: string, id: number) => `secret-${arn.length}-${id}`;
    const life = new Life(CALL, token);
    const call = {
      scheduledEventId: 3,
      stateName: 'T',
      kind: 'optimized',
      resourceType: 'lambda',
      resource: 'invoke.waitForTaskToken',
      submitted: false,
    };

    const { calls } = life.at(1, { kind: 'timer' });
    const again = life.refolded().machine.outstanding(life.refolded().execution);

    expect(calls).toEqual([]);
    expect(again.calls).toEqual([expect.objectContaining(call)]);
    expect(again.calls[0]?.taskToken).toMatch(/^secret-\d+-3$/);
    expect(again.calls[0]?.parameters).toBe(JSON.stringify({ t: again.calls[0]?.taskToken }));
  });

  it('stays out after it was submitted', () => {
    const life = new Life(CALL);
    life.at(1, { kind: 'taskSubmitted', scheduledEventId: 3, output: '{}' });

    const { calls } = life.machine.outstanding(life.refolded().execution);

    expect(calls).toEqual([expect.objectContaining({ submitted: true })]);
  });

  it('may be answered before the call that carried its token came back', () => {
    const life = new Life(CALL);

    life.at(1, { kind: 'taskSucceeded', scheduledEventId: 3, output: '{ "a": 1 }' });
    const late = life.at(2, { kind: 'taskSubmitted', scheduledEventId: 3, output: '{}' });

    expect(tell(life.history).slice(3)).toEqual([
      '4<3 TaskStarted',
      '5<4 TaskSucceeded',
      '6<5 TaskStateExited',
      '7<6 ExecutionSucceeded',
    ]);
    expect(life.execution.output).toBe('{"a":1}');
    expect(late.events).toEqual([]);
  });

  it.each<Stimulus>([
    { kind: 'taskSucceeded', scheduledEventId: 3, output: '{}' },
    { kind: 'taskFailed', scheduledEventId: 3, error: 'E', cause: undefined },
    { kind: 'taskSubmitted', scheduledEventId: 3, output: '{}' },
    { kind: 'heartbeat', scheduledEventId: 3 },
    { kind: 'taskSucceeded', scheduledEventId: 99, output: '{}' },
    { kind: 'start' },
    { kind: 'stop', error: undefined, cause: undefined },
  ])('that was answered is not answered again by $kind $scheduledEventId', (stimulus) => {
    const life = new Life(CALL);
    life.at(1, { kind: 'taskSucceeded', scheduledEventId: 3, output: '{}' });

    expect(life.at(2, stimulus).events).toEqual([]);
  });

  it('must be answered in JSON', () => {
    const life = new Life(CALL);

    expect(() => life.at(1, { kind: 'taskSucceeded', scheduledEventId: 3, output: 'done' })).toThrow(
      'The output of the task scheduled at event 3 is no JSON.',
    );
  });

  it('lives by its heartbeats, until its timeout', () => {
    const life = new Life(CALL);
    const due = [0, 8, 16, 24, 32, 40, 48, 55].map(
      (seconds) => life.at(seconds, { kind: 'heartbeat', scheduledEventId: 3 }).nextTimer,
    );

    life.at(59, { kind: 'timer' });
    expect(types(life.history)).not.toContain('TaskTimedOut');
    life.at(60, { kind: 'timer' });

    expect(due.at(-1)).toBeLessThanOrEqual(START + 60 * SECOND);
    expect(tell(life.history).slice(-2)).toEqual(['5<4 TaskTimedOut', '6<5 ExecutionFailed']);
  });

  it('answered after its timeout has timed out', () => {
    const life = new Life(CALL);

    life.at(61, { kind: 'taskSucceeded', scheduledEventId: 3, output: '{}' });

    expect(types(life.history).slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
  });
});
