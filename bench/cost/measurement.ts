import { z } from 'zod';

/** What one session requests of functions and services, as counted on a local server. */
export const Measurement = z.object({
  /** Date of the run, YYYY-MM-DD. */
  measured: z.string(),
  host: z.string(),
  sessions: z.number(),
  /** Calls per session and the median of their warm durations in milliseconds. */
  functions: z.record(z.string(), z.object({ calls: z.number(), milliseconds: z.number() })),
  /** Requests per session by service and operation, including those of the workflow and the model. */
  requests: z.record(z.string(), z.number()),
  /** Bytes that the functions log per session. */
  logBytes: z.number(),
});
export type Measurement = z.infer<typeof Measurement>;
