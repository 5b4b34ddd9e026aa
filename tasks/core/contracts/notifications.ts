import * as z from 'zod';

/**
 * SageMaker's success and error topics, read leniently: `inputLocation` is absent for inline bodies, and
 * `Expired` is a status that others have met.
 */
export const InferenceNotification = z.looseObject({
  invocationStatus: z.string(),
  inferenceId: z.string().min(1),
  failureReason: z.string().optional(),
  responseParameters: z
    .looseObject({ outputLocation: z.string().optional(), failureLocation: z.string().optional() })
    .optional(),
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
    redriveCount: z.int().min(0).default(0),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});
export type ExecutionStatusChange = z.infer<typeof ExecutionStatusChange>;
