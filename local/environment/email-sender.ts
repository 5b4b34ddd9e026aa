import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { SendEmail } from '../emulators/identity/emails.ts';
import type { Credentials } from '../emulators/service.ts';
import type { FunctionModel } from './assembly/functions.ts';
import { location } from './assembly/read-assembly.ts';

/** Sends the emails of the sign-in pages through the local SES, from the functions' sender address. */
export function emailSender(
  endpoint: string,
  credentials: Credentials,
  functions: readonly FunctionModel[],
): SendEmail {
  const client = new SESv2Client({ endpoint, region: location.region, credentials: { ...credentials } });
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
