import { count, logger } from '../middleware/observability.ts';
import { metricNames } from '../names.ts';
import { noteMail } from '../session/transitions.ts';
import { type Letter, render } from './letter.ts';
import { type MailOutcome, mailOnce } from './once.ts';
import { recipientOf } from './recipient.ts';

/** The mail settings that every mailing function has. */
export interface MailHome {
  readonly S3_BUCKET: string;
  readonly JOB_STATUS_TABLE: string;
  readonly SENDER_EMAIL: string;
  readonly ADMIN_EMAIL: string;
  readonly MAIL_CONFIGURATION_SET: string;
}

export interface Letters {
  readonly event: 'success' | 'failure';
  readonly user: Letter;
  readonly admin: Letter;
}

interface MailedSession {
  readonly job_id: string;
  readonly user_id: string;
  readonly session_id: string;
  readonly redrive: number;
}

/** Mails user and admin, each once, and shows in the row whether the user's mail could be sent. */
export async function tell(home: MailHome, session: MailedSession, letters: Letters): Promise<MailOutcome> {
  const to = await recipientOf(home.S3_BUCKET, session);
  const [toUser] = await Promise.all([
    to === undefined ? noAddress() : send(home, session, letters, 'user', to),
    send(home, session, letters, 'admin', home.ADMIN_EMAIL),
  ]);
  await noteMail(home.JOB_STATUS_TABLE, session, toUser === 'failed' ? 'failed' : 'sent');
  return toUser;
}

function send(
  home: MailHome,
  { job_id, redrive }: MailedSession,
  letters: Letters,
  reader: 'user' | 'admin',
  to: string,
): Promise<MailOutcome> {
  const mail = { job_id, redrive, kind: `${letters.event}-${reader}` as const };
  const envelope = { from: home.SENDER_EMAIL, to, configurationSet: home.MAIL_CONFIGURATION_SET };
  return mailOnce(home.JOB_STATUS_TABLE, mail, envelope, render(letters[reader]));
}

async function noAddress(): Promise<MailOutcome> {
  logger.error('The session has no address to mail to');
  count(metricNames.mailFailed);
  return 'failed';
}
