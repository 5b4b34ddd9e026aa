import { z } from 'zod';
import { inputOf, nameOf } from '../runtime/loader.ts';
import { redriveStatus } from '../status-change.ts';
import type { ExecutionRow } from '../store/executions.ts';
import type { Store } from '../store/store.ts';
import { type ApiContext, seconds } from './operation.ts';

const Failure = z.object({ error: z.string().optional(), cause: z.string().optional() });

/** The details of the events that end an execution; the last event has at most one of them. */
const LastEvent = z.looseObject({
  executionSucceededEventDetails: z.object({ output: z.string() }).optional(),
  executionFailedEventDetails: Failure.optional(),
  executionTimedOutEventDetails: Failure.optional(),
  executionAbortedEventDetails: Failure.optional(),
});

/** DescribeExecution; input, output, error and cause come from the first and the last event. */
export function describeExecution(
  { store, now }: Pick<ApiContext, 'store' | 'now'>,
  row: ExecutionRow,
  withData: boolean,
): object {
  const { arn, status, started, stopped, redrive_count, redriven } = row;
  return {
    executionArn: arn,
    stateMachineArn: store.stateMachines.get(row.machine).arn,
    name: nameOf(arn),
    status,
    startDate: seconds(started),
    ...(stopped === null ? {} : { stopDate: seconds(stopped) }),
    redriveCount: redrive_count,
    ...(redriven === null ? {} : { redriveDate: seconds(redriven) }),
    ...presentOnly(redriveStatus(row, now())),
    ...(withData ? data(store, row) : {}),
  };
}

function data(store: Store, row: ExecutionRow): object {
  const [first] = store.history.forward(row.id);
  const input = { input: inputOf(first), inputDetails: { included: true } };
  if (row.status === 'RUNNING') return input;
  const [last] = store.history.backward(row.id, row.last_event);
  const end = LastEvent.parse(last);
  const output = end.executionSucceededEventDetails?.output;
  const failure =
    end.executionFailedEventDetails ?? end.executionTimedOutEventDetails ?? end.executionAbortedEventDetails;
  return {
    ...input,
    ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
    ...failure,
  };
}

function presentOnly(status: ReturnType<typeof redriveStatus>): object {
  const { redriveStatus: known, redriveStatusReason } = status;
  return { redriveStatus: known, ...(redriveStatusReason === null ? {} : { redriveStatusReason }) };
}
