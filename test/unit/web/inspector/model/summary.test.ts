import { describe, expect, it } from 'vitest';
import { summaryOf } from '#web/inspector/model/summary.ts';
import { historyOf } from '../histories.ts';

describe('summaryOf', () => {
  it.each([
    ['succeeded', 'SUCCEEDED', 0, undefined],
    ['ValidateInput-caught-PhotoNotAnImage_failed', 'FAILED', 0, 'PhotoNotAnImage'],
    ['stopped-in-WaitForMask', 'ABORTED', 0, 'SessionCancelled'],
    ['WaitForMask-caught-States.Timeout_timed-out-in-HandleError', 'TIMED_OUT', 0, 'States.Timeout'],
    ['stopped-in-WaitForMask_redriven_succeeded', 'SUCCEEDED', 1, undefined],
  ])('summarizes %s', (name, status, redriveCount, error) => {
    expect(summaryOf(historyOf(name))).toMatchObject({ status, redriveCount, error });
  });

  it('is running until the last event ends the execution', () => {
    const history = historyOf('succeeded');

    expect(summaryOf(history.slice(0, -1))).toMatchObject({ status: 'RUNNING', endedAt: undefined });
    expect(summaryOf(history).endedAt).toBe(history.at(-1)?.timestamp);
  });
});
