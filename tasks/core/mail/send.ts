import { SendEmailCommand, TooManyRequestsException } from '@aws-sdk/client-sesv2';
import { ses } from '../clients/mail.ts';
import { pause } from '../time.ts';
import type { RenderedLetter } from './letter.ts';
import type { MailId } from './marks.ts';

/** Who sends, to whom, by which configuration set of SES. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
  readonly configurationSet: string;
}

/** Milliseconds that sending may take, throttled tries included; a mark older than that is abandoned. */
export const sendingLimit = 9_000;
const throttlePauses = [300, 1_000];

/**
 * Sends one mail. Only a throttled try is repeated, since then nothing was sent; after any other failure nobody
 * knows, and it is reported instead.
 */
export async function sendMail(envelope: Envelope, letter: RenderedLetter, mail: MailId): Promise<void> {
  const command = sendCommand(envelope, letter, mail);
  const abortSignal = AbortSignal.timeout(sendingLimit);
  for (const milliseconds of throttlePauses) {
    try {
      await ses.send(command, { abortSignal });
      return;
    } catch (error) {
      if (!(error instanceof TooManyRequestsException)) throw error;
      await pause(milliseconds);
    }
  }
  await ses.send(command, { abortSignal });
}

function sendCommand(
  { from, to, configurationSet }: Envelope,
  { subject, text, html }: RenderedLetter,
  { job_id, kind, redrive }: MailId,
): SendEmailCommand {
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  return new SendEmailCommand({
    FromEmailAddress: from,
    ConfigurationSetName: configurationSet,
    Destination: { ToAddresses: [to] },
    Content: {
      Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } },
    },
    EmailTags: [
      { Name: 'job_id', Value: job_id },
      { Name: 'kind', Value: kind },
      { Name: 'redrive', Value: `${redrive}` },
    ],
  });
}
