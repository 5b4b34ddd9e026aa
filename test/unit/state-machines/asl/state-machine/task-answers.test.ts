import { describe, expect, it } from 'vitest';
import type { Stimulus } from '#state-machines/asl/index.ts';
import { outline, types } from '../support.ts';
import { CALL, Lifecycle, SECOND, START } from './lifecycle.ts';

describe('task', () => {
  it('is called once, and again after a restart with the same id and token', () => {
    const token = (arn: string, id: number) => `secret-${arn.length}-${id}`;
    const lifecycle = new Lifecycle(CALL, token);
    const call = {
      scheduledEventId: 3,
      stateName: 'T',
      kind: 'optimized',
      resourceType: 'lambda',
      resource: 'invoke.waitForTaskToken',
      submitted: false,
    };

    const { calls } = lifecycle.at(1, { kind: 'timer' });
    const again = lifecycle.restarted().machine.outstanding(lifecycle.restarted().execution);

    expect(calls).toEqual([]);
    expect(again.calls).toEqual([expect.objectContaining(call)]);
    expect(again.calls[0]?.taskToken).toMatch(/^secret-\d+-3$/);
    expect(again.calls[0]?.parameters).toBe(JSON.stringify({ t: again.calls[0]?.taskToken }));
  });

  it('stays pending after it was submitted', () => {
    const lifecycle = new Lifecycle(CALL);
    lifecycle.at(1, { kind: 'taskSubmitted', scheduledEventId: 3, output: '{}' });

    const { calls } = lifecycle.machine.outstanding(lifecycle.restarted().execution);

    expect(calls).toEqual([expect.objectContaining({ submitted: true })]);
  });

  it('can be answered before its call returns', () => {
    const lifecycle = new Lifecycle(CALL);

    lifecycle.at(1, { kind: 'taskSucceeded', scheduledEventId: 3, output: '{ "a": 1 }' });
    const late = lifecycle.at(2, { kind: 'taskSubmitted', scheduledEventId: 3, output: '{}' });

    expect(outline(lifecycle.history).slice(3)).toEqual([
      '4<3 TaskStarted',
      '5<4 TaskSucceeded',
      '6<5 TaskStateExited',
      '7<6 ExecutionSucceeded',
    ]);
    expect(lifecycle.execution.output).toBe('{"a":1}');
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
  ])('ignores $kind $scheduledEventId after its result', (stimulus) => {
    const lifecycle = new Lifecycle(CALL);
    lifecycle.at(1, { kind: 'taskSucceeded', scheduledEventId: 3, output: '{}' });

    expect(lifecycle.at(2, stimulus).events).toEqual([]);
  });

  it('rejects a result that is not JSON', () => {
    const lifecycle = new Lifecycle(CALL);

    expect(() => lifecycle.at(1, { kind: 'taskSucceeded', scheduledEventId: 3, output: 'done' })).toThrow(
      "The output of the task scheduled at event 3 isn't valid JSON.",
    );
  });

  it('is kept alive by heartbeats until its timeout', () => {
    const lifecycle = new Lifecycle(CALL);
    const due = [0, 8, 16, 24, 32, 40, 48, 55].map(
      (seconds) => lifecycle.at(seconds, { kind: 'heartbeat', scheduledEventId: 3 }).nextTimer,
    );

    lifecycle.at(59, { kind: 'timer' });
    expect(types(lifecycle.history)).not.toContain('TaskTimedOut');
    lifecycle.at(60, { kind: 'timer' });

    expect(due.at(-1)).toBeLessThanOrEqual(START + 60 * SECOND);
    expect(outline(lifecycle.history).slice(-2)).toEqual(['5<4 TaskTimedOut', '6<5 ExecutionFailed']);
  });

  it('times out before a late result', () => {
    const lifecycle = new Lifecycle(CALL);

    lifecycle.at(61, { kind: 'taskSucceeded', scheduledEventId: 3, output: '{}' });

    expect(types(lifecycle.history).slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
  });
});
