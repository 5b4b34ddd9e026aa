import { z } from 'zod';
import { usualAnswerMargin } from '#state-machines/session/times.ts';
import { functionNames } from '#tasks/manifest.ts';

const seconds = z.int().positive();
const days = z.int().positive();

export const Times = z
  .strictObject({
    embeddingTtl: z.int().min(60).max(21_600).default(3_600),
    reconstructionTtl: z.int().min(60).max(21_600).default(3_600),
    embeddingInvocation: z.int().min(1).max(3_600).default(900),
    reconstructionInvocation: z.int().min(1).max(3_600).default(3_600),
    answerMargin: seconds.default(usualAnswerMargin),
    maskPatience: seconds.default(86_400),
    maskRefusals: z.int().min(1).max(50).default(5),
    inferenceRetryInterval: seconds.default(10),
    preparePhoto: z.int().min(30).max(900).default(120).describe('ValidateInput.'),
    prepareMask: z.int().min(30).max(900).default(60).describe('ValidateMask.'),
    task: seconds.max(900).default(30).describe('Every other Task that waits for no one.'),
    machine: seconds.max(31_536_000).default(129_600),
  })
  .describe('Timeouts of a session, in seconds, and how many refused masks end it.');

export const Limits = z
  .strictObject({
    minPhotoPixels: z.int().positive().default(64).describe('Shortest side of a photo, in pixels.'),
    maxPhotoPixels: z.int().positive().default(256_000_000).describe('Width × height of a photo.'),
    maxPhotoAspect: z
      .int()
      .positive()
      .default(30)
      .describe('Longest side of a photo divided by the shortest.'),
    photoSide: z
      .int()
      .min(512)
      .max(8_192)
      .default(4_096)
      .describe('Longest side of the prepared photo, in pixels. Larger photos are scaled down.'),
    maxPhotoBytes: z.int().positive().default(64_000_000),
    maxMaskBytes: z.int().positive().default(10_000_000),
    minMaskCoverage: z.number().positive().max(100).default(0.1).describe('Percent of the photo.'),
    maxMaskCoverage: z.number().positive().max(100).default(95).describe('Percent of the photo.'),
  })
  .describe('Limits of uploads.');

export const Links = z
  .strictObject({
    upload: seconds.default(600),
    result: seconds.default(900),
    ticket: seconds.default(86_400).describe('Download link in the email.'),
  })
  .describe('How long links are valid, in seconds.');

export const Api = z.strictObject({
  requestsPerSecond: z.int().positive().max(10_000).default(50),
  burst: z.int().positive().max(5_000).default(100),
  firewall: z
    .boolean()
    .default(false)
    .describe('Adds a web application firewall to the API, at a monthly price.'),
});

/**
 * None by default: AWS refuses a reservation that leaves an account fewer than 100 unreserved, and new accounts have
 * 10 in total.
 */
export const ReservedConcurrency = z
  .partialRecord(z.enum(functionNames), z.int().min(1).max(1_000))
  .describe('Lambda concurrency reserved for single functions. Reserve for inference-result first.');

export const Retention = z
  .strictObject({
    sessions: days.default(90),
    asyncAnswers: days.default(7),
    oldVersions: days.default(30),
    accessLogs: days.default(90),
    ticketKey: z.int().min(2).max(1_000).default(30).describe('Rotation of the download token keys.'),
  })
  .describe('How long data is kept, in days.');
