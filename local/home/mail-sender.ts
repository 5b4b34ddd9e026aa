import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { FunctionModel } from '../assembly/functions.ts';
import { place } from '../assembly.ts';
import type { SendMail } from '../services/identity/mails.ts';
import type { Credentials } from '../services/service.ts';

/** Sends the issuer's mails through the home's SES, from the address that the functions send from. */
export function mailSender(
  endpoint: string,
  credentials: Credentials,
  functions: readonly FunctionModel[],
): SendMail {
  const client = new SESv2Client({ endpoint, region: place.region, credentials: { ...credentials } });
  const senders = functions.flatMap(({ environment }) => environment.SENDER_EMAIL ?? []);
  const sender = senders[0] ?? 'no-reply@verificationemail.com';
  return async ({ to, subject, text, html }) => {
    await client.send(
      new SendEmailCommand({
        FromEmailAddress: sender,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: { Subject: { Data: subject }, Body: { Text: { Data: text }, Html: { Data: html } } },
        },
      }),
    );
  };
}
