import { z } from 'zod';

/** What one session asks of functions and services, as counted on the one-machine home. */
export const Measurement = z.object({
  /** Date of the run. */
  measured: z.string(),
  machine: z.string(),
  sessions: z.number(),
  /** Calls a session, and the median of their milliseconds when warm. */
  functions: z.record(z.string(), z.object({ calls: z.number(), milliseconds: z.number() })),
  /** Requests a session, by service and operation; those of the workflow and of the model among them. */
  requests: z.record(z.string(), z.number()),
  /** Bytes that the functions log for a session. */
  logBytes: z.number(),
});
export type Measurement = z.infer<typeof Measurement>;
