import { z } from 'zod';

export const FaultOptions = z.object({
  seed: z.int(),
  /** First port of the proxies. Upload forms contain it, so it stays the same over restarts. */
  port: z.int(),
  /** Of a fault in one call. */
  probability: z.number().min(0).max(1),
  /** Whether notifications may be lost. A session then waits until its task times out. */
  loseNotifications: z.boolean(),
});
export type FaultOptions = z.infer<typeof FaultOptions>;

/** How the process starts its local environment. */
export const ServerOptions = z.object({
  folder: z.string(),
  /** File for the faults, one JSON object per line. */
  log: z.string(),
  /** Settings of `infra/config.ts`. */
  settings: z.object({
    times: z.record(z.string(), z.number()),
    inference: z.object({ concurrentInvocations: z.number(), worstJob: z.number() }).optional(),
  }),
  faults: FaultOptions.optional(),
});
export type ServerOptions = z.infer<typeof ServerOptions>;

/** What the process reports when it is up. */
export const ServerInfo = z.object({
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
  stateMachineArn: z.string(),
  bucket: z.string(),
  table: z.string(),
});
export type ServerInfo = z.infer<typeof ServerInfo>;
