import { z } from 'zod';
import { usualAnswerMargin } from '#state-machines/session-times.ts';
import { environments, type FunctionName } from '#tasks/core/environment.ts';

const seconds = z.int().positive();

export const Times = z.strictObject({
  embeddingTtl: z.int().min(60).max(21_600).default(3_600),
  reconstructionTtl: z.int().min(60).max(21_600).default(3_600),
  embeddingInvocation: z.int().min(1).max(3_600).default(900),
  reconstructionInvocation: z.int().min(1).max(3_600).default(3_600),
  answerMargin: seconds.default(usualAnswerMargin),
  maskPatience: seconds.default(86_400),
  maskRefusals: z.int().min(1).max(50).default(5),
  inferenceRetryInterval: seconds.default(10),
  task: seconds.max(900).default(30),
  machine: seconds.max(31_536_000).default(129_600),
});

export const Limits = z.strictObject({
  /** Shortest side of a photo in pixels. */
  minPhotoPixels: z.int().positive().default(64),
  /** Width × height of a photo. */
  maxPhotoPixels: z.int().positive().default(40_000_000),
  maxPhotoBytes: z.int().positive().default(20_000_000),
  maxMaskBytes: z.int().positive().default(10_000_000),
  /** Percent of the photo that a mask selects. */
  minMaskCoverage: z.number().positive().max(100).default(0.1),
  maxMaskCoverage: z.number().positive().max(100).default(95),
});

/** How long links live, in seconds. */
export const Links = z.strictObject({
  upload: seconds.default(600),
  result: seconds.default(900),
  ticket: seconds.default(86_400),
});

export const Api = z.strictObject({
  requestsPerSecond: z.int().positive().max(10_000).default(50),
  burst: z.int().positive().max(5_000).default(100),
  /** A web application firewall in front of the API; it costs by the month. */
  firewall: z.boolean().default(false),
});

const functionNames = Object.keys(environments) as FunctionName[];

/**
 * Concurrency kept free for single functions. None by default: AWS refuses a reservation that leaves an account
 * fewer than 100 unreserved, and new accounts have 10 in all. `inference-result` is the one to reserve for.
 */
export const ReservedConcurrency = z.partialRecord(z.enum(functionNames), z.int().min(1).max(1_000));

/** Days. */
export const Kept = z.strictObject({
  sessions: z.int().positive().default(90),
  asyncAnswers: z.int().positive().default(7),
  oldVersions: z.int().positive().default(30),
  accessLogs: z.int().positive().default(90),
  /** From one signing key of the download tickets to the next. */
  ticketKey: z.int().min(2).max(1_000).default(30),
});
