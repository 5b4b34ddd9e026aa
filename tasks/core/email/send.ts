import { SendEmailCommand, TooManyRequestsException } from '@aws-sdk/client-sesv2';
import { ses } from '../clients.ts';
import { pause } from '../time.ts';
import type { EmailId } from './send-records.ts';
import type { RenderedEmail } from './template.ts';

/** Sender, recipient, and the configuration set of SES. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
  readonly configurationSet: string;
}

/** Milliseconds that sending may take, with its retries. A record that is `sending` for longer is abandoned. */
export const sendingLimit = 9_000;
const pauses = [300, 1_000];
const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'];

/**
 * Sends one email. An attempt is repeated when nothing was sent: it was throttled or did not reach SES. After any
 * other failure it is unknown whether the email was sent, so the error is thrown.
 */
export async function sendEmail(envelope: Envelope, template: RenderedEmail, email: EmailId): Promise<void> {
  const command = sendCommand(envelope, template, email);
  const abortSignal = AbortSignal.timeout(sendingLimit);
  for (const milliseconds of pauses) {
    try {
      await ses.send(command, { abortSignal });
      return;
    } catch (error) {
      if (!(error instanceof TooManyRequestsException || neverConnected(error))) throw error;
      await pause(milliseconds);
    }
  }
  await ses.send(command, { abortSignal });
}

/** The SDK gives a connection that times out the name of a request that times out. Only the message differs. */
function neverConnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') return unreachable.includes(error.code);
  return error.name === 'TimeoutError' && error.message.includes('did not establish a connection');
}

function sendCommand(
  { from, to, configurationSet }: Envelope,
  { subject, text, html }: RenderedEmail,
  { job_id, kind, redrive }: EmailId,
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
