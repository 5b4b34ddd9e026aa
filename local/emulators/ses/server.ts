import { join } from 'node:path';
import { AwsError } from '../http/aws-error.ts';
import { type Answer, json } from '../http/server.ts';
import { parseJson, type SignedCall, startSignedServer } from '../http/signed-server.ts';
import type { Service, ServiceOptions } from '../service.ts';
import { makeFolder } from '../storage/files.ts';
import type { Deliver } from './delivery.ts';
import { EmailStore } from './email-store.ts';
import { Inbox, inboxKey } from './inbox.ts';
import { readSendEmail } from './send-email.ts';

export interface SesOptions extends ServiceOptions {
  /** Mail server that really delivers: `smtp://user:password@host:port`. */
  readonly smtpUrl?: string;
}

export interface Ses extends Service {
  /** URL of the inbox page, including its key: anyone with it can read the emails. */
  readonly inboxUrl: string;
}

/** A message may have 40 MB and arrives in base64. */
const bodyLimit = 56 * 1024 * 1024;

/** SESv2, with SendEmail: it stores a message and a record for each email and serves an inbox page. */
export async function startSes(options: SesOptions): Promise<Ses> {
  await makeFolder(options.folder);
  const emailStore = await EmailStore.open(join(options.folder, 'mails'));
  const inbox = new Inbox(emailStore, await inboxKey(options.folder));
  const deliver =
    options.smtpUrl === undefined ? undefined : (await loadDelivery()).smtpDelivery(options.smtpUrl);
  const server = await startSignedServer(options, {
    service: 'ses',
    bodyLimit,
    unsigned: (request) => inbox.answer(request),
    handle: (call) => answer(emailStore, deliver, call),
  });
  return { ...server, inboxUrl: `${server.url}/?key=${inbox.key}` };
}

/** Loaded with the first email, so that it does not delay the start. */
function loadDelivery() {
  return import('./delivery.ts');
}

async function answer(
  emailStore: EmailStore,
  deliver: Deliver | undefined,
  call: SignedCall,
): Promise<Answer> {
  if (call.method !== 'POST' || call.path !== '/v2/email/outbound-emails')
    throw new AwsError(404, 'UnknownOperationException', 'The local SES only supports SendEmail.');
  const { send } = await loadDelivery();
  const id = await send(emailStore, readSendEmail(parseJson(call.body)), deliver);
  return json(200, { MessageId: id });
}
