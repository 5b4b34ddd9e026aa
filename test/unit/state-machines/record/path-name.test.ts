import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { pathName } from '#state-machines/record/path-name.ts';

type Told = readonly [type: string, details?: Record<string, unknown>];

const started: Told = ['ExecutionStarted'];
const succeeded: Told = ['ExecutionSucceeded'];
const redriven: Told = ['ExecutionRedriven'];
const scheduled: Told = ['TaskScheduled'];
const entered = (name: string): Told => ['TaskStateEntered', { stateEnteredEventDetails: { name } }];
const exited = (name: string, output = '{}'): Told => [
  'TaskStateExited',
  { stateExitedEventDetails: { name, output } },
];
const taskFailed = (error: string): Told => ['TaskFailed', { taskFailedEventDetails: { error } }];
const failed = (error: string): Told => ['ExecutionFailed', { executionFailedEventDetails: { error } }];
const timedOut: Told = ['TaskTimedOut', { taskTimedOutEventDetails: {} }];

function nameOf(...told: readonly Told[]): string {
  const event = ([type, details]: Told, index: number): HistoryEvent => ({
    id: index + 1,
    previousEventId: index,
    timestamp: 0,
    type,
    ...details,
  });
  return pathName(told.map(event));
}

describe('pathName', () => {
  it('is the end of a plain execution', () => {
    expect(nameOf(started, entered('A'), scheduled, exited('A'), succeeded)).toBe('succeeded');
  });

  it('names retries with their count, and catchers', () => {
    const again = [taskFailed('Busy'), scheduled];

    expect(
      nameOf(
        started,
        entered('A'),
        scheduled,
        ...again,
        ...again,
        taskFailed('Worse'),
        exited('A'),
        failed('Worse'),
      ),
    ).toBe('A-caught-Worse-after-2-retries_failed');
  });

  it('counts retries of several errors together', () => {
    const [one, other] = [taskFailed('Busy'), taskFailed('Slow')];

    expect(
      nameOf(started, entered('A'), scheduled, one, scheduled, other, scheduled, exited('A'), succeeded),
    ).toBe('A-retried-2-times_succeeded');
  });

  it('merges retries with the catcher after them', () => {
    const busy = [taskFailed('Busy'), scheduled];

    expect(
      nameOf(
        started,
        entered('A'),
        scheduled,
        ...busy,
        ...busy,
        taskFailed('Busy'),
        exited('A'),
        failed('Busy'),
      ),
    ).toBe('A-caught-Busy-after-2-retries_failed');
  });

  it('names the final error unless it was caught before', () => {
    expect(nameOf(started, entered('A'), scheduled, timedOut, exited('A'), failed('TooLate'))).toBe(
      'A-caught-States.Timeout_failed-TooLate',
    );
  });

  it('names refused masks, stops, timeouts and redrives', () => {
    const refused = exited('ValidateMask', '{"accepted":false,"reason":{}}');

    expect(nameOf(started, entered('ValidateMask'), scheduled, refused, succeeded)).toBe(
      'mask-refused_succeeded',
    );
    expect(
      nameOf(started, entered('A'), ['ExecutionAborted'], redriven, scheduled, exited('A'), succeeded),
    ).toBe('stopped-in-A_redriven_succeeded');
    expect(nameOf(started, entered('A'), ['ExecutionTimedOut'])).toBe('timed-out-in-A');
  });

  it('names the current state of a running execution', () => {
    expect(nameOf(started, entered('A'), scheduled)).toBe('running-in-A');
    expect(nameOf(started, entered('A'), failed('X'), redriven, entered('B'))).toBe(
      'failed-X_redriven_running-in-B',
    );
  });

  it('is a valid file name for any error', () => {
    const strange = '../ä b:*?"<>|';
    const many = Array.from({ length: 40 }, (_, i) => [
      entered(`State${i}`),
      taskFailed('Busy'),
      scheduled,
    ]).flat();

    expect(nameOf(started, entered('A'), taskFailed(strange), exited('A'), succeeded)).toMatch(/^[\w.-]+$/);
    expect(nameOf(started, entered('A'), ...many, succeeded).length).toBeLessThan(230);
  });
});
