import * as z from 'zod/mini';
import { SessionSettings } from './contracts/metadata.ts';
import { ConfigurationError } from './errors.ts';

const count = () => z.coerce.number().check(z.int(), z.positive());

const json = () =>
  z.transform<string, unknown>((text, { issues }) => {
    try {
      return JSON.parse(text);
    } catch {
      issues.push({ code: 'custom', message: 'is not JSON', input: text });
      return z.NEVER;
    }
  });

/** Every variable that a handler may read; a function makes the schemas only of those that it picks. */
const variables = {
  S3_BUCKET: () => z.string().check(z.minLength(3)),
  JOB_STATUS_TABLE: () => z.string().check(z.minLength(3)),
  SAGEMAKER_ENDPOINT_NAME: () => z.string().check(z.minLength(1)),
  STATE_MACHINE_ARN: () => z.string().check(z.startsWith('arn:')),
  TICKET_SECRET_ID: () => z.string().check(z.minLength(1)),
  SENDER_EMAIL: () => z.email(),
  ADMIN_EMAIL: () => z.email(),
  /** SES sends by this set: its bounces and complaints are told, its suppression list is kept. */
  MAIL_CONFIGURATION_SET: () => z.string().check(z.regex(/^[\w-]{1,64}$/)),
  SITE_URL: () => z.url(),
  /** Base of the mail's download link: the API with its stage. */
  API_URL: () => z.url(),
  SUCCESS_SUBJECT: () => z.string().check(z.minLength(1), z.maxLength(200)),
  FAILURE_SUBJECT: () => z.string().check(z.minLength(1), z.maxLength(200)),
  WEB_ORIGIN: () => z.string().check(z.minLength(1)),
  MIN_PHOTO_PIXELS: count,
  MAX_PHOTO_PIXELS: count,
  MAX_PHOTO_BYTES: count,
  MAX_MASK_BYTES: count,
  MIN_MASK_COVERAGE: () => z.coerce.number().check(z.positive()),
  MAX_MASK_COVERAGE: () => z.coerce.number().check(z.positive()),
  UPLOAD_SECONDS: count,
  RESULT_SECONDS: count,
  TICKET_SECONDS: count,
  /** JSON: limits and times that sessions run with, kept in each session's metadata. */
  SESSION_SETTINGS: () => z.pipe(z.pipe(z.string(), json()), SessionSettings),
};

type Variables = typeof variables;

const pick =
  <K extends keyof Variables>(...keys: K[]) =>
  () =>
    z.object(
      Object.fromEntries(keys.map((key) => [key, variables[key]()])) as {
        [P in K]: ReturnType<Variables[P]>;
      },
    );

const session = ['S3_BUCKET', 'JOB_STATUS_TABLE'] as const;
const api = [...session, 'WEB_ORIGIN'] as const;
const mail = [
  'SENDER_EMAIL',
  'ADMIN_EMAIL',
  'MAIL_CONFIGURATION_SET',
  'SITE_URL',
  'API_URL',
  'SUCCESS_SUBJECT',
  'FAILURE_SUBJECT',
] as const;
const ticket = ['TICKET_SECRET_ID', 'TICKET_SECONDS'] as const;

/** What each function reads from its environment: `infra` fills it, the handler parses it once. */
export const environments = {
  initialize: pick(...api, 'STATE_MACHINE_ARN', 'SESSION_SETTINGS'),
  reconstruct: pick(...api),
  status: pick(...api, 'STATE_MACHINE_ARN', 'SESSION_SETTINGS'),
  uploads: pick(...api, 'MAX_PHOTO_BYTES', 'MAX_MASK_BYTES', 'UPLOAD_SECONDS'),
  sessions: pick(...api, 'STATE_MACHINE_ARN', 'RESULT_SECONDS'),
  download: pick(...api, 'TICKET_SECRET_ID', 'RESULT_SECONDS'),
  'validate-input': pick(...session, 'MIN_PHOTO_PIXELS', 'MAX_PHOTO_PIXELS', 'MAX_PHOTO_BYTES'),
  'request-inference': pick(...session, 'SAGEMAKER_ENDPOINT_NAME'),
  'check-output': pick(...session),
  'validate-mask': pick(...session, 'MAX_MASK_BYTES', 'MIN_MASK_COVERAGE', 'MAX_MASK_COVERAGE'),
  'notify-success': pick(...session, ...mail, ...ticket),
  'handle-error': pick(...session, ...mail),
  'inference-result': pick(...session),
  'execution-status': pick(...session, ...mail),
  'rotate-ticket-key': pick(...ticket),
} as const;

export type FunctionName = keyof typeof environments;
export type EnvironmentOf<F extends FunctionName> = z.infer<ReturnType<(typeof environments)[F]>>;

/**
 * Reads and validates the environment of a function.
 * @throws ConfigurationError naming each variable that is missing or wrong
 */
export function readEnvironment<F extends FunctionName>(
  name: F,
  source: Record<string, string | undefined> = process.env,
): EnvironmentOf<F> {
  const parsed = environments[name]().safeParse(source);
  if (parsed.success) return parsed.data as EnvironmentOf<F>;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new ConfigurationError('ConfigurationInvalid', `Function ${name} is configured wrongly: ${wrong}`);
}
