import { loggable } from '../middleware/loggable.ts';
import { count, logger } from '../middleware/observability.ts';
import { metricNames } from '../names.ts';
import { pause } from '../time.ts';
import type { RenderedLetter } from './letter.ts';
import { completeMark, type MailId, type Mark, readMark, setMark, takeMark } from './marks.ts';
import { type Envelope, sendingLimit, sendMail } from './send.ts';

/** `already_sent`: an earlier call did it. */
export type MailOutcome = 'sent' | 'failed' | 'already_sent';

/** Milliseconds after which a `sending` mark belongs to nobody: longer than sending can take. */
const abandonedAfter = sendingLimit + 1_000;
const lookEvery = 500;

/**
 * Sends a mail at most once per job, kind and redrive: marked before, completed after. A sender that dies between
 * the two leaves the mark open, and the next one sends again: if the mail had left by then, it comes twice. That is
 * the one window, for SES knows no idempotency token.
 */
export async function mailOnce(
  table: string,
  mail: MailId,
  envelope: Envelope,
  letter: RenderedLetter,
): Promise<MailOutcome> {
  const settled = await claim(table, mail);
  if (settled !== undefined) return settled;
  try {
    await sendMail(envelope, letter, mail);
  } catch (error) {
    logger.error('A mail could not be sent', { mail: mail.kind, failure: loggable(error) });
    count(metricNames.mailFailed);
    await settle(table, mail, 'failed');
    return 'failed';
  }
  await settle(table, mail, 'sent');
  return 'sent';
}

/** The mail is out or lost by now: a mark that cannot be completed must not make anybody try again. */
async function settle(table: string, mail: MailId, state: 'sent' | 'failed'): Promise<void> {
  try {
    await completeMark(table, mail, state);
  } catch (error) {
    logger.error('A mail mark could not be completed', { mail: mail.kind, failure: loggable(error) });
  }
}

/** Gets the right to send. @returns how it ended when somebody else has sent it */
async function claim(table: string, mail: MailId): Promise<MailOutcome | undefined> {
  let mark = await setMark(table, mail);
  while (mark !== undefined) {
    if (mark.state !== 'sending') return outcomeOf(mark.state);
    if (isAbandoned(mark)) {
      if (await takeMark(table, mail, mark)) return undefined;
    } else {
      await pause(lookEvery);
    }
    mark = await readMark(table, mail);
  }
  return undefined;
}

function isAbandoned(mark: Mark): boolean {
  return Date.now() - mark.since > abandonedAfter;
}

function outcomeOf(state: 'sent' | 'failed'): MailOutcome {
  return state === 'sent' ? 'already_sent' : 'failed';
}
