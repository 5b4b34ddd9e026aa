import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { visitsOf } from '#local/demo/execution-history.ts';

const start = Date.parse('2026-01-02T03:04:05Z');

const entered = (seconds: number, name: string): HistoryEvent => ({
  id: 0,
  type: 'TaskStateEntered',
  timestamp: new Date(start + seconds * 1_000),
  stateEnteredEventDetails: { name },
});
const exited = (seconds: number, name: string): HistoryEvent => ({
  id: 0,
  type: 'TaskStateExited',
  timestamp: new Date(start + seconds * 1_000),
  stateExitedEventDetails: { name },
});
const started: HistoryEvent = { id: 1, type: 'ExecutionStarted', timestamp: new Date(start) };

test('returns start and duration of each state visit', () => {
  const history = [
    started,
    entered(0.5, 'WaitForMask'),
    exited(4, 'WaitForMask'),
    entered(4, 'ValidateMask'),
    exited(4.5, 'ValidateMask'),
    entered(4.5, 'WaitForMask'),
  ];

  expect(visitsOf(history)).toEqual([
    { state: 'WaitForMask', at: 0.5, seconds: 3.5 },
    { state: 'ValidateMask', at: 4, seconds: 0.5 },
    { state: 'WaitForMask', at: 4.5, seconds: undefined },
  ]);
});

test('returns no visits for a history without states', () => {
  expect(visitsOf([started])).toEqual([]);
  expect(visitsOf([])).toEqual([]);
});
