import { z } from 'zod';
import { documentedOn, hostAmiNames } from './host-ami.ts';

/**
 * Instance types that the image runs on: its CUDA code is built for compute capability 8.6 (A10G), which L4 and L40S
 * (8.9) also run. Sizes below 2xlarge lack the memory for SAM 3D Objects.
 */
export const instanceTypes = ['g5', 'g6', 'g6e'].flatMap((family) =>
  ['2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge', '48xlarge'].map(
    (size) => `ml.${family}.${size}`,
  ),
);

const seconds = z.int().positive();

/** `npm run bench -- scale` measures these defaults; docs/reference/benchmarks.md has the results. */
const Scaling = z
  .strictObject({
    minInstances: z.int().min(0).default(0),
    maxInstances: z.int().min(1).max(100).default(5),
    backlogPerInstance: z
      .number()
      .positive()
      .default(1)
      .describe('Target for waiting requests per instance.'),
    scaleInCooldown: seconds.default(600),
    scaleOutCooldown: seconds.default(60),
    wakeInstances: z
      .int()
      .min(1)
      .default(1)
      .describe(
        'Instances that the first request starts when none runs. Target tracking alone would not start one.',
      ),
    wakeCooldown: seconds.default(300),
    wakeMinutes: z
      .int()
      .min(1)
      .max(10)
      .default(3)
      .describe('Minutes that a request waits before the first instance starts.'),
  })
  .refine(({ minInstances, maxInstances }) => minInstances <= maxInstances, {
    error: 'must have "minInstances" at most "maxInstances"',
  })
  .describe('GPU capacity. Cooldowns in seconds.');

export const Inference = z
  .strictObject({
    instanceType: z
      .enum(instanceTypes, {
        error:
          'is not an instance type that the image runs on, such as ml.g5.2xlarge: ml.g5, ml.g6 or ml.g6e, 2xlarge and up',
      })
      .default('ml.g5.2xlarge'),
    hostAmi: z
      .enum(hostAmiNames)
      .default('al2023-ami-sagemaker-inference-gpu-4-1')
      .describe('InferenceAmiVersion: the NVIDIA driver of the instances. The image needs CUDA 12.8.'),
    concurrentInvocations: z.int().min(1).max(1_000).default(4),
    imageTag: z
      .string()
      .min(1)
      .max(128)
      .optional()
      .describe('Tag of the image. Default: the hash of its sources, as "npm run image:push" tags it.'),
    decoderUrl: z
      .url('is not a URL')
      .optional()
      .describe('URL of the mask decoder for browsers. Default: "public/" of the web origin.'),
    distilledLow: z
      .boolean()
      .default(false)
      .describe('Quality "low" uses the distilled first stage of SAM 3D: faster, of unproven quality.'),
    worstJob: seconds.default(225).describe('Longest time of one job on the GPU, in seconds.'),
    scaling: Scaling.prefault({}),
  })
  .refine(({ instanceType, hostAmi }) => documentedOn(instanceType, hostAmi), {
    path: ['hostAmi'],
    error: 'is an AMI that AWS does not document for this "instanceType". Use the default',
  });
export type InferenceSettings = z.infer<typeof Inference>;
