/** Summarizes an execution from its history. */
import type { ExecutionStatus, HistoryEvent } from '#state-machines/asl/types.ts';
import { detailsOf, numberOf, textOf } from './events.ts';

export interface Summary {
  readonly status: ExecutionStatus;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly redriveCount: number;
  /** JSON text. */
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

const ENDS: Readonly<Record<string, ExecutionStatus>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
};

export function summaryOf(history: readonly HistoryEvent[]): Summary {
  const [first] = history;
  const last = history.at(-1);
  const status = ENDS[last?.type ?? ''] ?? 'RUNNING';
  const end = last === undefined || status === 'RUNNING' ? {} : detailsOf(last);
  const redrives = history.filter(({ type }) => type === 'ExecutionRedriven');
  const redriven = redrives.at(-1);
  return {
    status,
    startedAt: first?.timestamp ?? 0,
    endedAt: status === 'RUNNING' ? undefined : last?.timestamp,
    redriveCount:
      redriven === undefined ? 0 : (numberOf(detailsOf(redriven), 'redriveCount') ?? redrives.length),
    input: first === undefined ? undefined : textOf(detailsOf(first), 'input'),
    output: textOf(end, 'output'),
    error: textOf(end, 'error'),
    cause: textOf(end, 'cause'),
  };
}
