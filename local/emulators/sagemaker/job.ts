import { z } from 'zod';

/** An endpoint of the template. Paths are `s3://bucket/prefix`. */
export interface Endpoint {
  readonly name: string;
  /** Jobs that run at a time. */
  readonly maxConcurrentInvocations: number;
  readonly outputPath: string;
  readonly failurePath: string | undefined;
  readonly successTopicArn: string | undefined;
  readonly errorTopicArn: string | undefined;
}

/** One accepted request, as the queue stores it. */
export const Job = z.object({
  endpointName: z.string(),
  inferenceId: z.string(),
  /** The inline body in base64, or its S3 location. */
  input: z.union([z.object({ body: z.base64() }), z.object({ location: z.string() })]),
  contentType: z.string().optional(),
  accept: z.string().optional(),
  customAttributes: z.string().optional(),
  outputLocation: z.string(),
  failureLocation: z.string().optional(),
  /** Seconds that the job may wait to start. */
  requestTtlSeconds: z.number(),
  /** Seconds that the model may take. */
  invocationTimeoutSeconds: z.number(),
  /** Epoch milliseconds. */
  receivedAt: z.number(),
});
export type Job = z.infer<typeof Job>;

/** Splits `s3://bucket/key`. */
export function parseLocation(location: string): { Bucket: string; Key: string } {
  const { 1: Bucket = '', 2: Key = '' } = /^s3:\/\/([^/]+)\/(.+)$/s.exec(location) ?? [];
  return { Bucket, Key };
}
