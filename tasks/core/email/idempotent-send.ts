import { metricNames } from '#contracts/names.ts';
import { loggable } from '../telemetry/loggable.ts';
import { count, logger } from '../telemetry/telemetry.ts';
import { pause } from '../time.ts';
import { type Envelope, sendEmail, sendingLimit } from './send.ts';
import {
  claimSend,
  completeSendRecord,
  type EmailId,
  putSendRecord,
  readSendRecord,
  type SendRecord,
} from './send-records.ts';
import type { RenderedEmail } from './template.ts';

/** `already_sent`: an earlier call sent it. */
export type EmailOutcome = 'sent' | 'failed' | 'already_sent';

/** Milliseconds after which a `sending` record is abandoned: longer than sending can take. */
const abandonedAfter = sendingLimit + 1_000;
const pollInterval = 500;

/**
 * Sends an email at most once per job, kind and redrive: a record is put before and completed after. A sender that
 * dies between the two leaves the record open, and the next one sends again. If the email was already out, it
 * arrives twice: SES has no idempotency token, so this window cannot be closed.
 */
export async function sendOnce(
  table: string,
  email: EmailId,
  envelope: Envelope,
  template: RenderedEmail,
): Promise<EmailOutcome> {
  const settled = await claim(table, email);
  if (settled !== undefined) return settled;
  try {
    await sendEmail(envelope, template, email);
  } catch (error) {
    logger.error('An email could not be sent', { mail: email.kind, failure: loggable(error) });
    count(metricNames.mailFailed);
    await settle(table, email, 'failed');
    return 'failed';
  }
  await settle(table, email, 'sent');
  return 'sent';
}

/** The email is sent or lost by now, so an error here must not cause a retry. */
async function settle(table: string, email: EmailId, state: 'sent' | 'failed'): Promise<void> {
  try {
    await completeSendRecord(table, email, state);
  } catch (error) {
    logger.error('A send record could not be completed', { mail: email.kind, failure: loggable(error) });
  }
}

/** Claims the right to send. @returns the outcome when another call has sent it */
async function claim(table: string, email: EmailId): Promise<EmailOutcome | undefined> {
  let record = await putSendRecord(table, email);
  while (record !== undefined) {
    if (record.state !== 'sending') return outcomeOf(record.state);
    if (isAbandoned(record)) {
      if (await claimSend(table, email, record)) return undefined;
    } else {
      await pause(pollInterval);
    }
    record = await readSendRecord(table, email);
  }
  return undefined;
}

function isAbandoned(record: SendRecord): boolean {
  return Date.now() - record.since > abandonedAfter;
}

function outcomeOf(state: 'sent' | 'failed'): EmailOutcome {
  return state === 'sent' ? 'already_sent' : 'failed';
}
