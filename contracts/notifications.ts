import * as z from 'zod/mini';

/**
 * Messages of SageMaker's success and error topics. The contract is lenient: `inputLocation` is absent for inline
 * bodies, and the undocumented status `Expired` occurs.
 */
export const InferenceNotification = z.looseObject({
  invocationStatus: z.string(),
  inferenceId: z.string().check(z.minLength(1)),
  failureReason: z.optional(z.string()),
  responseParameters: z.optional(
    z.looseObject({ outputLocation: z.optional(z.string()), failureLocation: z.optional(z.string()) }),
  ),
});
export type InferenceNotification = z.infer<typeof InferenceNotification>;

/** EventBridge, `aws.states` / `Step Functions Execution Status Change`. */
export const ExecutionStatusChange = z.looseObject({
  source: z.literal('aws.states'),
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.looseObject({
    executionArn: z.string(),
    stateMachineArn: z.string(),
    name: z.string(),
    status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
    redriveCount: z._default(z.int().check(z.gte(0)), 0),
    error: z.nullish(z.string()),
    cause: z.nullish(z.string()),
  }),
});
export type ExecutionStatusChange = z.infer<typeof ExecutionStatusChange>;
