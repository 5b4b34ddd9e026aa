import { work } from './scenarios.ts';
import type { Usage } from './usage.ts';

/** Handlers of the plan at 512 MB; its mail function at 256 MB. */
const gigabytes = 0.5;
/**
 * Bytes that an invocation logs: the plan prints the whole event, which behind a Cognito authorizer is some 3.5 KB,
 * and Lambda adds its own three lines.
 */
const eventBytes = 3_500;
const platformBytes = 400;

/**
 * The plan's answers do not say how long a preflight holds, and browsers then forget it after 5 s (the Fetch standard):
 * each poll asks first. Its answer needs no Lambda.
 */
const requestsOfCall = 2;

/**
 * The plan's own design. Every poll goes through Lambda with a GetItem and, while the job runs,
 * a HEAD. In its favour: its functions take as long as our shortest, its items are one write unit, and nothing
 * of it is traced.
 * @param polls of its page
 * @param milliseconds of one of its invocations
 */
export function planUsage(polls: number, milliseconds: number): Usage {
  const requests = 2;
  const mails = 2;
  const lambdaCalls = polls + requests + 1;
  return {
    transitions: 0,
    apiCalls: requestsOfCall * (polls + requests),
    lambdaCalls,
    lambdaGigabyteSeconds: lambdaCalls * (milliseconds / 1_000) * gigabytes,
    // Each job is put, its index with it, and changed when a poll finds it done.
    writes: 2 * 2 + 2 * 2,
    reads: polls / 2,
    // Photo, mask, two payloads, the model's objects and two answers.
    puts: 2 + 2 + 2 + 2,
    // HEAD at each request and poll, the model's reads, and the mail function's.
    gets: polls + 3 + 5 + 2,
    publishes: 2,
    logBytes: lambdaCalls * (eventBytes + platformBytes),
    traces: 0,
    mails,
    storedBytes: 0,
    bytesOut: 0,
    gpuSeconds: work.embedding + work.reconstruction,
  };
}
