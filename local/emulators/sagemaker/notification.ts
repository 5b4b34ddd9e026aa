import type { Job } from './job.ts';

/** How a job ended; `Expired` means that it never started. */
export type Ending =
  | { readonly status: 'Completed'; readonly contentType: string }
  | { readonly status: 'Failed' | 'Expired'; readonly reason: string };

/**
 * The message for the success or error topic. `inputLocation` is absent for inline bodies.
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-check-predictions.html
 */
export function notificationOf(job: Job, ending: Ending, region: string, now: number): string {
  const { accept, contentType, endpointName, input, inferenceId } = job;
  const inputLocation = 'location' in input ? input.location : undefined;
  return JSON.stringify({
    awsRegion: region,
    eventTime: new Date(now).toISOString(),
    receivedTime: new Date(job.receivedAt).toISOString(),
    invocationStatus: ending.status,
    ...(ending.status !== 'Completed' && { failureReason: ending.reason }),
    requestParameters: { accept, contentType, endpointName, inputLocation },
    responseParameters:
      ending.status === 'Completed'
        ? { contentType: ending.contentType, outputLocation: job.outputLocation }
        : { failureLocation: job.failureLocation },
    inferenceId,
    eventVersion: '1.0',
    eventSource: 'aws:sagemaker',
    eventName: 'InferenceResult',
  });
}
