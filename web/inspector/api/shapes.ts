/** Schemas of Step Functions' answers, as far as the inspector reads them. */
import * as z from 'zod';

export const ExecutionStatus = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);

/** Turns epoch seconds into milliseconds. */
const Time = z.number().transform((seconds) => Math.round(seconds * 1_000));

export const Execution = z.object({
  executionArn: z.string(),
  name: z.string(),
  status: ExecutionStatus.or(z.literal('PENDING_REDRIVE')),
  startDate: Time,
  stopDate: Time.optional(),
  redriveCount: z.int().default(0),
  redriveDate: Time.optional(),
});
export type Execution = z.infer<typeof Execution>;

export const ExecutionPage = z.object({ executions: z.array(Execution), nextToken: z.string().optional() });
export type ExecutionPage = z.infer<typeof ExecutionPage>;

export const Described = Execution.extend({
  stateMachineArn: z.string(),
  redriveStatus: z.string().optional(),
  redriveStatusReason: z.string().optional(),
});
export type Described = z.infer<typeof Described>;

export const StateMachines = z.object({
  stateMachines: z.array(z.object({ stateMachineArn: z.string(), name: z.string() })),
});
export const Definition = z.object({ definition: z.string() });
export const HistoryPage = z.object({
  events: z.array(z.looseObject({ id: z.int() })),
  nextToken: z.string().optional(),
});
export type HistoryPage = z.infer<typeof HistoryPage>;

export const Refusal = z.object({ __type: z.string(), message: z.string() });
export const Anything = z.looseObject({});
