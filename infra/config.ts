import { RegionInfo } from 'aws-cdk-lib/region-info';
import { z } from 'zod';
import { longestSession } from '#state-machines/session/times.ts';
import { Inference } from './settings/inference.ts';
import { isOfDomain, Mail } from './settings/mail.ts';
import { Operations } from './settings/operations.ts';
import { explain, sentences } from './settings/sentences.ts';
import { Api, Limits, Links, ReservedConcurrency, Retention, Times } from './settings/session.ts';
import { Origin, Web } from './settings/web.ts';

/** The stage whose resource names have no suffix. */
export const mainStage = 'prod';

/** The partitions of China and the US government lack Cognito or the instance types. */
const regions = RegionInfo.regions.filter(({ partition }) => partition === 'aws').map(({ name }) => name);

const SignIn = z.strictObject({
  domainPrefix: z
    .string()
    .regex(/^(?!.*(aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, {
      error: 'must be lower case letters, digits and hyphens, without "aws", "amazon" and "cognito"',
    })
    .optional()
    .describe(
      'First label of the sign-in domain, unique in its region. Default: "gen3d-" and the account number.',
    ),
  tier: z
    .enum(['ESSENTIALS', 'PLUS'])
    .default('ESSENTIALS')
    .describe('Cognito tier. PLUS adds threat protection, at a price per user.'),
  mailBySes: z
    .boolean()
    .default(false)
    .describe('Sends sign-up emails by SES. Cognito itself sends at most 50 a day.'),
});

/** Every setting of a deployment, with its default. Times are in seconds. */
export const Settings = z.strictObject({
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,9}$/, 'must be up to 10 lower case letters and digits, a letter first')
    .default(mainStage)
    .describe(
      'Names a deployment. An account can have several; resource names end with it, except for "prod".',
    ),
  region: z
    .string()
    .refine((name) => regions.includes(name), { error: 'is not an AWS region such as us-east-1' })
    .default('us-east-1'),
  account: z
    .string()
    .regex(/^\d{12}$/, 'is not an AWS account number of 12 digits')
    .optional(),
  senderEmail: z.email('is not an email address').default('noreply@genesis3d.com'),
  adminEmail: z.email('is not an email address').default('info@2112-lab.com'),
  siteUrl: z.url('is not a URL').default('https://gen3d.genesis3d.com'),
  webOrigin: Origin.default('https://gen3d.genesis3d.com').describe(
    'Origin of the web page, for CORS and the sign-in callbacks.',
  ),
  successSubject: z.string().min(1).max(200).default('Your 3D Model is Ready!'),
  failureSubject: z.string().min(1).max(200).default('Your 3D model could not be made'),
  bucketPrefix: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{2,}$/, 'must be lower case letters, digits and hyphens')
    .default('gen3d-data-bucket')
    .describe('Start of the bucket name. Account and region follow, since bucket names are global.'),
  times: Times.prefault({}),
  limits: Limits.prefault({}),
  links: Links.prefault({}),
  kept: Retention.prefault({}),
  inference: Inference.prefault({}),
  web: Web.prefault({}),
  mail: Mail.prefault({}),
  operations: Operations.prefault({}),
  signIn: SignIn.prefault({}),
  api: Api.prefault({}),
  reservedConcurrency: ReservedConcurrency.default({}),
});
export type Settings = z.infer<typeof Settings>;
export type SettingsInput = z.input<typeof Settings>;

/** One or more settings are invalid. The message has one line for each. */
export class SettingsError extends Error {
  readonly code = 'SettingsInvalid';
  override readonly name = 'SettingsError';
}

/**
 * Validates settings and fills in the defaults.
 * @throws SettingsError with one sentence for each wrong setting, a line each
 */
export function readSettings(input: unknown = {}): Settings {
  const parsed = Settings.safeParse(input, { error: explain });
  const wrong = parsed.success ? conflicts(parsed.data) : sentences(parsed.error);
  if (!parsed.success || wrong.length > 0) throw new SettingsError(wrong.join('\n'));
  return parsed.data;
}

/** Checks that involve more than one setting. */
function conflicts(settings: Settings): string[] {
  return [nesting, invocations, coverage, bucketName, tokenKeys, certificate, pageOrigin, mailDomain].flatMap(
    (check) => check(settings) ?? [],
  );
}

type Check = (settings: Settings) => string | undefined;

/** An inner timeout longer than the outer one would end sessions that can still succeed. */
const nesting: Check = ({ times }) => {
  const longest = longestSession(times);
  if (times.machine > longest) return undefined;
  return `Setting "times.machine" is ${times.machine} s, but a session may take ${longest} s. Raise it above that, or lower the other times.`;
};

const invocations: Check = ({ times, inference }) => {
  const needed = inference.concurrentInvocations * inference.worstJob;
  if (Math.min(times.embeddingInvocation, times.reconstructionInvocation) >= needed) return undefined;
  return `Settings "times.embeddingInvocation" and "times.reconstructionInvocation" must be at least ${needed} s: concurrentInvocations × worstJob.`;
};

const coverage: Check = ({ limits }) =>
  limits.minMaskCoverage < limits.maxMaskCoverage
    ? undefined
    : 'Setting "limits.minMaskCoverage" must be below "limits.maxMaskCoverage".';

const bucketName: Check = ({ bucketPrefix, stage, region }) => {
  const suffix = `${stage === mainStage ? '' : `-${stage}`}-000000000000-${region}`;
  const room = 63 - suffix.length;
  if (bucketPrefix.length <= room) return undefined;
  return `Setting "bucketPrefix" must be at most ${room} characters long. Stage, account and region follow it.`;
};

/** A replaced key stays valid for the lifetime of one token, which must end before the next rotation. */
const tokenKeys: Check = ({ kept, links }) =>
  kept.ticketKey * 86_400 > links.ticket
    ? undefined
    : 'Setting "links.ticket" must be shorter than "kept.ticketKey" days.';

const certificate: Check = ({ web }) =>
  (web.domain === undefined) === (web.certificateArn === undefined)
    ? undefined
    : 'Settings "web.domain" and "web.certificateArn" go together. Set both, or neither.';

const pageOrigin: Check = ({ web, webOrigin }) =>
  web.domain === undefined || webOrigin === `https://${web.domain}`
    ? undefined
    : `Setting "webOrigin" must be https://${web.domain}, since "web.domain" is ${web.domain}.`;

const mailDomain: Check = ({ mail, senderEmail }) =>
  mail.domain === undefined || isOfDomain(senderEmail, mail.domain)
    ? undefined
    : `Setting "senderEmail" must be an address of ${mail.domain}, which is the setting "mail.domain".`;
