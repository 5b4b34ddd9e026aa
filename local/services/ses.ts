import { join } from 'node:path';
import { AwsError } from './aws-error.ts';
import { makeFolder } from './files.ts';
import { type Answer, json } from './http.ts';
import type { Service, ServiceOptions } from './service.ts';
import { Inbox, inboxKey } from './ses/inbox.ts';
import { Mailbox } from './ses/mailbox.ts';
import type { Deliver } from './ses/postman.ts';
import { readMail } from './ses/request.ts';
import { parseJson, type SignedCall, startSignedServer } from './signed-server.ts';

export interface SesOptions extends ServiceOptions {
  /** Mail server that really delivers: `smtp://user:password@host:port`. */
  readonly smtpUrl?: string;
}

export interface Ses extends Service {
  /** The inbox page, with its key: whoever has the address can read the mails. */
  readonly inboxUrl: string;
}

/** A message may have 40 MB, and comes in base64. */
const bodyLimit = 56 * 1024 * 1024;

/** SESv2 with SendEmail: a file and a record for each mail, and an inbox page for who has its address. */
export async function startSes(options: SesOptions): Promise<Ses> {
  await makeFolder(options.folder);
  const mailbox = await Mailbox.open(join(options.folder, 'mails'));
  const inbox = new Inbox(mailbox, await inboxKey(options.folder));
  const deliver = options.smtpUrl === undefined ? undefined : (await postman()).smtpDelivery(options.smtpUrl);
  const server = await startSignedServer(options, {
    service: 'ses',
    bodyLimit,
    unsigned: (request) => inbox.answer(request),
    handle: (call) => answer(mailbox, deliver, call),
  });
  return { ...server, inboxUrl: `${server.url}/?key=${inbox.key}` };
}

/** Mail packages are loaded with the first mail: no start waits for them. */
function postman() {
  return import('./ses/postman.ts');
}

async function answer(mailbox: Mailbox, deliver: Deliver | undefined, call: SignedCall): Promise<Answer> {
  if (call.method !== 'POST' || call.path !== '/v2/email/outbound-emails')
    throw new AwsError(404, 'UnknownOperationException', 'This home only knows SendEmail.');
  const { send } = await postman();
  const id = await send(mailbox, readMail(parseJson(call.body)), deliver);
  return json(200, { MessageId: id });
}
