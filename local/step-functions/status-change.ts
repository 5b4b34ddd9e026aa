import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Execution } from '#state-machines/asl/types.ts';
import { type ExecutionRow, ExecutionStatus } from './store/executions.ts';

/** EventBridge omits input and output when the event would exceed its limit. This many bytes fit. */
const includedBytes = 248 * 1024;

const Included = z.object({ included: z.boolean() }).nullable();

/** The envelope of `Step Functions Execution Status Change`, as EventBridge delivers it. */
export const StatusChangeEvent = z.object({
  version: z.literal('0'),
  /** The same on every delivery. */
  id: z.string(),
  'detail-type': z.literal('Step Functions Execution Status Change'),
  source: z.literal('aws.states'),
  account: z.string(),
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
  /** Dates are epoch milliseconds. */
  detail: z.object({
    executionArn: z.string(),
    stateMachineArn: z.string(),
    name: z.string(),
    status: ExecutionStatus,
    startDate: z.number(),
    stopDate: z.number().nullable(),
    input: z.string().nullable(),
    output: z.string().nullable(),
    inputDetails: Included,
    outputDetails: Included,
    stateMachineVersionArn: z.null(),
    stateMachineAliasArn: z.null(),
    redriveCount: z.number(),
    redriveDate: z.number().nullable(),
    redriveStatus: z.enum(['REDRIVABLE', 'NOT_REDRIVABLE']),
    redriveStatusReason: z.string().nullable(),
    error: z.string().nullable(),
    cause: z.string().nullable(),
  }),
});
export type StatusChangeEvent = z.infer<typeof StatusChangeEvent>;

/** The events of a step after which `row` has a new status. An execution that ends immediately has two. */
export function statusChanges(
  execution: Execution,
  row: ExecutionRow,
  isNew: boolean,
  accountId: string,
  now: number,
): StatusChangeEvent[] {
  const change = statusChange(execution, row, accountId, now);
  if (!isNew || row.status === 'RUNNING') return [change];
  return [statusChange(execution, { ...row, status: 'RUNNING', stopped: null }, accountId, now), change];
}

/**
 * The event for the status of `row`.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
function statusChange(
  execution: Execution,
  row: ExecutionRow,
  accountId: string,
  now: number,
): StatusChangeEvent {
  const { executionArn, stateMachineArn, name, region, input } = execution.facts;
  const ended = row.status !== 'RUNNING';
  const output = (ended ? execution.output : undefined) ?? null;
  const included = Buffer.byteLength(input) + Buffer.byteLength(output ?? '') <= includedBytes;
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: accountId,
    time: `${new Date(now).toISOString().slice(0, 19)}Z`,
    region,
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn,
      name,
      status: row.status,
      startDate: row.started,
      stopDate: row.stopped,
      input: included ? input : null,
      output: included ? output : null,
      inputDetails: { included },
      outputDetails: output === null ? null : { included },
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: row.redrive_count,
      redriveDate: row.redriven,
      ...redriveStatus(row, now),
      error: (ended ? execution.error : undefined) ?? null,
      cause: (ended ? execution.cause : undefined) ?? null,
    },
  };
}

const redrivablePeriodMs = 14 * 24 * 3_600_000;
const redriveLimit = 1_000;
const eventLimit = 24_999;

/** Whether the execution can be redriven, and if not, why. */
export function redriveStatus(
  row: ExecutionRow,
  now: number,
): { redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE'; redriveStatusReason: string | null } {
  const reason = whyNotRedrivable(row, now);
  return { redriveStatus: reason === null ? 'REDRIVABLE' : 'NOT_REDRIVABLE', redriveStatusReason: reason };
}

function whyNotRedrivable(row: ExecutionRow, now: number): string | null {
  if (row.status === 'RUNNING' || row.status === 'SUCCEEDED')
    return `Execution is ${row.status} and cannot be redriven`;
  if (row.last_event >= eventLimit) return 'Execution history event limit exceeded';
  if (row.redrive_count >= redriveLimit) return 'Execution redrive limit exceeded';
  if (now - (row.stopped ?? now) > redrivablePeriodMs) return "Execution's redrivable period exceeded";
  return null;
}
