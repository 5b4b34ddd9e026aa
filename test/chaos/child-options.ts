import { z } from 'zod';

/** Where faults come from. */
export const FaultOptions = z.object({
  seed: z.int(),
  /** First of a row of ports for the proxies; the same at every start, since upload forms hold them. */
  port: z.int(),
  /** Of one call. */
  probability: z.number().min(0).max(1),
  /** Whether notifications may be lost: a session then waits until its task times out. */
  loseNotifications: z.boolean(),
});
export type FaultOptions = z.infer<typeof FaultOptions>;

/** What the home's process is told. */
export const ChildOptions = z.object({
  folder: z.string(),
  /** File that faults are written into, a JSON object a line. */
  log: z.string(),
  /** Of `infra/config.ts`. */
  settings: z.object({
    times: z.record(z.string(), z.number()),
    inference: z.object({ concurrentInvocations: z.number(), worstJob: z.number() }).optional(),
  }),
  faults: FaultOptions.optional(),
});
export type ChildOptions = z.infer<typeof ChildOptions>;

/** What it says when it is up. */
export const Ready = z.object({
  urls: z.object({
    api: z.string(),
    issuer: z.string(),
    inbox: z.string(),
    stepFunctions: z.string(),
    s3: z.string(),
    dynamodb: z.string(),
  }),
  clientId: z.string(),
  region: z.string(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  machineArn: z.string(),
  bucket: z.string(),
  table: z.string(),
});
export type Ready = z.infer<typeof Ready>;
