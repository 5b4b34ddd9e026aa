import { z } from 'zod';
import { longestSession, usualAnswerMargin } from '#state-machines/session-times.ts';

const seconds = z.int().positive();

const Times = z.object({
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

const Limits = z.object({
  /** Shortest side of a photo in pixels. */
  minPhotoPixels: z.int().positive().default(64),
  /** Width × height of a photo. */
  maxPhotoPixels: z.int().positive().default(40_000_000),
  maxPhotoBytes: z.int().positive().default(20_000_000),
  maxMaskBytes: z.int().positive().default(10_000_000),
  /** Percent of the photo that a mask selects. */
  minMaskCoverage: z.number().min(0).max(100).default(0.1),
  maxMaskCoverage: z.number().min(0).max(100).default(95),
});

const Links = z.object({
  upload: seconds.default(600),
  result: seconds.default(900),
  ticket: seconds.default(86_400),
});

const Inference = z.object({
  instanceType: z
    .string()
    .regex(/^ml\.[a-z0-9]+\.[a-z0-9]+$/, 'is not a SageMaker instance type such as ml.g5.2xlarge')
    .default('ml.g5.2xlarge'),
  concurrentInvocations: z.int().min(1).max(1_000).default(4),
  imageTag: z.string().min(1).default('latest'),
  /** What one job takes at the worst, in seconds on the GPU: rule "times nest". */
  worstJob: seconds.default(225),
});

const Web = z.object({
  /** Own domain of the page; the certificate must be for it. */
  domain: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'is not a domain such as gen3d.example.com')
    .optional(),
  /** CloudFront takes certificates of one region only. */
  certificateArn: z
    .string()
    .regex(
      /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
      'is not the ARN of a certificate in us-east-1, where CloudFront looks for it',
    )
    .optional(),
  /** Web ACL (WAF, global scope) before the page. */
  webAclArn: z
    .string()
    .regex(/^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\//, 'is not the ARN of a web ACL of global scope')
    .optional(),
});

/** Every setting of a deployment, with the plan's values as defaults. Times in seconds. */
export const Settings = z.object({
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is not an AWS region such as us-east-1')
    .default('us-east-1'),
  account: z
    .string()
    .regex(/^\d{12}$/, 'is not an AWS account number of 12 digits')
    .optional(),
  senderEmail: z.email('is not a mail address').default('noreply@genesis3d.com'),
  adminEmail: z.email('is not a mail address').default('info@2112-lab.com'),
  siteUrl: z.url('is not a URL').default('https://gen3d.genesis3d.com'),
  /** Origin of the web page, for CORS and sign-in callbacks. */
  webOrigin: z.url('is not a URL').default('https://gen3d.genesis3d.com'),
  successSubject: z.string().min(1).max(200).default('Your 3D Model is Ready!'),
  failureSubject: z.string().min(1).max(200).default('Your 3D model could not be made'),
  bucketPrefix: z.string().min(3).max(36).default('gen3d-data-bucket'),
  times: Times.prefault({}),
  limits: Limits.prefault({}),
  links: Links.prefault({}),
  inference: Inference.prefault({}),
  web: Web.prefault({}),
});
export type Settings = z.infer<typeof Settings>;
export type SettingsInput = z.input<typeof Settings>;

/** A setting is wrong: the message names it and says what it must be. */
export class SettingsError extends Error {
  readonly code = 'SettingsInvalid';
  override readonly name = 'SettingsError';
}

/**
 * Validates settings and fills in the defaults.
 * @throws SettingsError with one sentence for each wrong setting
 */
export function readSettings(input: SettingsInput = {}): Settings {
  const parsed = Settings.safeParse(input);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `Setting "${issue.path.join('.')}" ${issue.message}.`);
    throw new SettingsError(wrong.join('\n'));
  }
  checkNesting(parsed.data);
  checkWeb(parsed.data);
  return parsed.data;
}

/** A domain without its certificate, or an origin that is not the domain's, would deploy a page that cannot work. */
function checkWeb({ web, webOrigin }: Settings): void {
  if ((web.domain === undefined) !== (web.certificateArn === undefined)) {
    throw new SettingsError(
      'Settings "web.domain" and "web.certificateArn" go together: set both, or neither.',
    );
  }
  if (web.domain !== undefined && webOrigin !== `https://${web.domain}`) {
    throw new SettingsError(
      `Setting "webOrigin" must be https://${web.domain}, since "web.domain" is ${web.domain}.`,
    );
  }
}

/** Rule "times nest": an inner wait that outlasts the outer one would end sessions that still could succeed. */
function checkNesting({ times, inference, limits }: Settings): void {
  const longest = longestSession(times);
  if (times.machine <= longest) {
    throw new SettingsError(
      `Setting "times.machine" is ${times.machine} s, but a session may take ${longest} s: raise it above that, or lower the other times.`,
    );
  }
  const needed = inference.concurrentInvocations * inference.worstJob;
  if (Math.min(times.embeddingInvocation, times.reconstructionInvocation) < needed) {
    throw new SettingsError(
      `Settings "times.embeddingInvocation" and "times.reconstructionInvocation" must be at least ${needed} s: concurrentInvocations × worstJob.`,
    );
  }
  if (limits.minMaskCoverage >= limits.maxMaskCoverage) {
    throw new SettingsError('Setting "limits.minMaskCoverage" must be below "limits.maxMaskCoverage".');
  }
}
