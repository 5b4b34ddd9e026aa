/**
 * The polling baseline: a design without Step Functions, in which Python Lambdas behind REST endpoints start each job
 * and the page polls a status endpoint until S3 holds the result. It was an early draft of Gen3D, so it is the natural
 * comparison for cost and scaling.
 */
import { work } from './scenarios.ts';
import type { Usage } from './usage.ts';

/** Memory of a handler in GB. */
const gigabytes = 0.5;
/**
 * Log bytes of an invocation: the handlers print the whole event, which has about 3.5 KB behind a Cognito authorizer,
 * and Lambda adds three lines.
 */
const eventBytes = 3_500;
const platformBytes = 400;

/**
 * The responses have no Access-Control-Max-Age, so browsers forget a preflight after 5 s (Fetch standard) and each poll
 * sends another. Preflights need no Lambda.
 */
const requestsOfCall = 2;

/**
 * What a session of the baseline uses. Every poll is a Lambda call with a GetItem and, while the job runs, a HEAD.
 * Assumptions in its favour: functions as fast as Gen3D's fastest, items of one write unit, no tracing.
 * @param polls requests for the status
 * @param milliseconds duration of an invocation
 */
export function baselineUsage(polls: number, milliseconds: number): Usage {
  const requests = 2;
  const emails = 2;
  const lambdaCalls = polls + requests + 1;
  return {
    transitions: 0,
    apiCalls: requestsOfCall * (polls + requests),
    lambdaCalls,
    lambdaGigabyteSeconds: lambdaCalls * (milliseconds / 1_000) * gigabytes,
    // Each job and its index entry are put once and updated when a poll finds the result.
    writes: 2 * 2 + 2 * 2,
    reads: polls / 2,
    // Photo, mask, two payloads, the model's objects and two answers.
    puts: 2 + 2 + 2 + 2,
    // HEAD at each request and poll, the model's reads, and the email function's.
    gets: polls + 3 + 5 + 2,
    publishes: 2,
    logBytes: lambdaCalls * (eventBytes + platformBytes),
    traces: 0,
    emails,
    storedBytes: 0,
    bytesOut: 0,
    gpuSeconds: work.embedding + work.reconstruction,
  };
}
