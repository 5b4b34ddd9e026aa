import { z } from 'zod';

/**
 * Instances that the image runs on: its CUDA code is built for compute capability 8.6 (A10G), which L4 and L40S
 * (8.9) run too. Smaller than 2xlarge they lack the memory for SAM 3D Objects at rest.
 */
export const instanceTypes = ['g5', 'g6', 'g6e'].flatMap((family) =>
  ['2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge', '48xlarge'].map(
    (size) => `ml.${family}.${size}`,
  ),
);

const seconds = z.int().positive();

/**
 * Between no instance and all of them; times in seconds. The plan holds a backlog of 2; why it is 1 here, and why the
 * first request waits three minutes for an instance, `npm run bench:scale` shows: see docs/benchmarks.md.
 */
const Scaling = z
  .strictObject({
    minInstances: z.int().min(0).default(0),
    maxInstances: z.int().min(1).max(100).default(5),
    /** Waiting requests per instance that the endpoint is held at. */
    backlogPerInstance: z.number().positive().default(1),
    scaleInCooldown: seconds.default(600),
    scaleOutCooldown: seconds.default(60),
    /** Instances that the first request of an endpoint at zero starts; target tracking alone would let it wait. */
    wakeInstances: z.int().min(1).default(1),
    wakeCooldown: seconds.default(300),
    /** Minutes in a row that a request must have waited without any instance; target tracking takes three, too. */
    wakeMinutes: z.int().min(1).max(10).default(3),
  })
  .refine(({ minInstances, maxInstances }) => minInstances <= maxInstances, {
    error: 'must have "minInstances" at most "maxInstances"',
  });

export const Inference = z.strictObject({
  instanceType: z
    .enum(instanceTypes, {
      error:
        'is not an instance type that the image runs on, such as ml.g5.2xlarge: ml.g5, ml.g6 or ml.g6e, 2xlarge and up',
    })
    .default('ml.g5.2xlarge'),
  concurrentInvocations: z.int().min(1).max(1_000).default(4),
  /** Tag in the repository; `npm run image:push` names an image by what it is built from, and so does this. */
  imageTag: z.string().min(1).max(128).optional(),
  /** Where browsers find the mask decoder; else `public/` of the web origin. */
  decoderUrl: z.url('is not a URL').optional(),
  /** What one job takes at the worst, in seconds on the GPU: rule "times nest". */
  worstJob: seconds.default(225),
  scaling: Scaling.prefault({}),
});
export type InferenceSettings = z.infer<typeof Inference>;
