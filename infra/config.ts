import { RegionInfo } from 'aws-cdk-lib/region-info';
import { z } from 'zod';
import { longestSession } from '#state-machines/session-times.ts';
import { Inference } from './settings/inference.ts';
import { isOfDomain, Mail } from './settings/mail.ts';
import { Operations } from './settings/operations.ts';
import { Origin } from './settings/origin.ts';
import { explain, sentences } from './settings/sentences.ts';
import { Api, Kept, Limits, Links, ReservedConcurrency, Times } from './settings/session.ts';
import { Web } from './settings/web.ts';

/** The stage whose resources have the plan's own names. */
export const mainStage = 'prod';

/** Those of China and the governments' lack Cognito or the instances. */
const regions = RegionInfo.regions.filter(({ partition }) => partition === 'aws').map(({ name }) => name);

const SignIn = z.strictObject({
  /** First label of the sign-in page's address, unique in its region; else `gen3d-` and the account. */
  domainPrefix: z
    .string()
    .regex(/^(?!.*(aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, {
      error: 'must be lower case letters, digits and hyphens, without "aws", "amazon" and "cognito"',
    })
    .optional(),
  /** Cognito's tier: PLUS has threat protection (compromised passwords, risky sign-ins), at a price per user. */
  tier: z.enum(['ESSENTIALS', 'PLUS']).default('ESSENTIALS'),
  /** Cognito's own sender takes 50 mails a day; SES takes more, from the sender address once it is verified. */
  mailBySes: z.boolean().default(false),
});

/** Every setting of a deployment, with the plan's values as defaults. Times in seconds. */
export const Settings = z.strictObject({
  /** Several stages live beside each other in one account; every stage but `prod` has its name in its resources'. */
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,9}$/, 'must be up to 10 lower case letters and digits, a letter first')
    .default(mainStage),
  region: z
    .string()
    .refine((name) => regions.includes(name), { error: 'is not an AWS region such as us-east-1' })
    .default('us-east-1'),
  account: z
    .string()
    .regex(/^\d{12}$/, 'is not an AWS account number of 12 digits')
    .optional(),
  senderEmail: z.email('is not a mail address').default('noreply@genesis3d.com'),
  adminEmail: z.email('is not a mail address').default('info@2112-lab.com'),
  siteUrl: z.url('is not a URL').default('https://gen3d.genesis3d.com'),
  /** Origin of the web page, for CORS and sign-in callbacks. */
  webOrigin: Origin.default('https://gen3d.genesis3d.com'),
  successSubject: z.string().min(1).max(200).default('Your 3D Model is Ready!'),
  failureSubject: z.string().min(1).max(200).default('Your 3D model could not be made'),
  /** Account and region stand behind it: bucket names are global. */
  bucketPrefix: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{2,}$/, 'must be lower case letters, digits and hyphens')
    .default('gen3d-data-bucket'),
  times: Times.prefault({}),
  limits: Limits.prefault({}),
  links: Links.prefault({}),
  kept: Kept.prefault({}),
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

/** A setting is wrong: the message names it and says what it must be. */
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

/** What is right by itself and wrong together. */
function conflicts(settings: Settings): string[] {
  return [
    nesting,
    invocations,
    coverage,
    bucketName,
    ticketKeys,
    certificate,
    pageOrigin,
    mailDomain,
  ].flatMap((check) => check(settings) ?? []);
}

type Check = (settings: Settings) => string | undefined;

/** Rule "times nest": an inner wait that outlasts the outer one would end sessions that still could succeed. */
const nesting: Check = ({ times }) => {
  const longest = longestSession(times);
  if (times.machine > longest) return undefined;
  return `Setting "times.machine" is ${times.machine} s, but a session may take ${longest} s: raise it above that, or lower the other times.`;
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
  const behind = `${stage === mainStage ? '' : `-${stage}`}-000000000000-${region}`;
  const room = 63 - behind.length;
  if (bucketPrefix.length <= room) return undefined;
  return `Setting "bucketPrefix" must be at most ${room} characters long: stage, account and region stand behind it.`;
};

/** A key outlives its successor's birth by one ticket's life; both then fit between two rotations. */
const ticketKeys: Check = ({ kept, links }) =>
  kept.ticketKey * 86_400 > links.ticket
    ? undefined
    : 'Setting "links.ticket" must be shorter than "kept.ticketKey" days.';

const certificate: Check = ({ web }) =>
  (web.domain === undefined) === (web.certificateArn === undefined)
    ? undefined
    : 'Settings "web.domain" and "web.certificateArn" go together: set both, or neither.';

const pageOrigin: Check = ({ web, webOrigin }) =>
  web.domain === undefined || webOrigin === `https://${web.domain}`
    ? undefined
    : `Setting "webOrigin" must be https://${web.domain}, since "web.domain" is ${web.domain}.`;

const mailDomain: Check = ({ mail, senderEmail }) =>
  mail.domain === undefined || isOfDomain(senderEmail, mail.domain)
    ? undefined
    : `Setting "senderEmail" must be an address of ${mail.domain}, since "mail.domain" says so.`;
