import { metricNames } from '#contracts/names.ts';
import { recordEmail } from '../session/transitions.ts';
import { count, logger } from '../telemetry/telemetry.ts';
import { type EmailOutcome, sendOnce } from './idempotent-send.ts';
import { recipientOf } from './recipient.ts';
import { type EmailTemplate, render } from './template.ts';

/** The settings of every function that sends emails. */
export interface EmailConfig {
  readonly S3_BUCKET: string;
  readonly JOB_STATUS_TABLE: string;
  readonly SENDER_EMAIL: string;
  readonly ADMIN_EMAIL: string;
  readonly MAIL_CONFIGURATION_SET: string;
}

export interface EmailTemplates {
  readonly event: 'success' | 'failure';
  readonly user: EmailTemplate;
  readonly admin: EmailTemplate;
}

interface NotifiedSession {
  readonly job_id: string;
  readonly user_id: string;
  readonly session_id: string;
  readonly redrive: number;
}

/** Emails user and admin, each once, and records in the row whether the user's email was sent. */
export async function notify(
  config: EmailConfig,
  session: NotifiedSession,
  templates: EmailTemplates,
): Promise<EmailOutcome> {
  const to = await recipientOf(config.S3_BUCKET, session);
  const [toUser] = await Promise.all([
    to === undefined ? noAddress() : send(config, session, templates, 'user', to),
    send(config, session, templates, 'admin', config.ADMIN_EMAIL),
  ]);
  await recordEmail(config.JOB_STATUS_TABLE, session, toUser === 'failed' ? 'failed' : 'sent');
  return toUser;
}

function send(
  config: EmailConfig,
  { job_id, redrive }: NotifiedSession,
  templates: EmailTemplates,
  reader: 'user' | 'admin',
  to: string,
): Promise<EmailOutcome> {
  const email = { job_id, redrive, kind: `${templates.event}-${reader}` as const };
  const envelope = { from: config.SENDER_EMAIL, to, configurationSet: config.MAIL_CONFIGURATION_SET };
  return sendOnce(config.JOB_STATUS_TABLE, email, envelope, render(templates[reader]));
}

async function noAddress(): Promise<EmailOutcome> {
  logger.error('The session has no email address');
  count(metricNames.mailFailed);
  return 'failed';
}
