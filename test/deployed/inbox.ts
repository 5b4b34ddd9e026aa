import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { simpleParser } from 'mailparser';
import { z } from 'zod';
import { type InboxClient, inboxClientOver } from '#test/support/session-target.ts';
import { eventually } from '#test/support/test-environment.ts';

/** Source of a deployment's emails. */
export const Inbox = z.discriminatedUnion('kind', [
  /** MiniStack's list of sent emails. */
  z.object({ kind: z.literal('ministack'), url: z.url() }),
  /** Bucket of an SES receipt rule for a domain. The operator answers for other addresses. */
  z.object({
    kind: z.literal('s3'),
    bucket: z.string(),
    prefix: z.string(),
    region: z.string(),
    domain: z.string(),
    operator: z.url(),
  }),
  /** The operator checks a mailbox and answers. */
  z.object({ kind: z.literal('operator'), url: z.url() }),
]);
export type Inbox = z.infer<typeof Inbox>;

/** @param patience timeout for an email in milliseconds */
export function openInbox(inbox: Inbox, patience: number): InboxClient {
  const waitFor = (ask: () => Promise<string | undefined>, what: string) => eventually(ask, what, patience);
  switch (inbox.kind) {
    case 'ministack':
      return inboxClientOver((address) => sentTo(inbox.url, address), waitFor);
    case 's3':
      return byDomain(inbox.domain, inboxClientOver(received(inbox), waitFor), askingFor(inbox.operator));
    case 'operator':
      return askingFor(inbox.url);
  }
}

const Sent = z.object({
  messages: z.record(z.string(), z.array(z.object({ To: z.array(z.string()), BodyText: z.string() }))),
});

async function sentTo(url: string, address: string): Promise<string[]> {
  const { messages } = Sent.parse(await (await fetch(url)).json());
  const all = Object.values(messages).flat();
  return all.filter(({ To }) => To.includes(address)).map(({ BodyText }) => BodyText);
}

function received({ bucket, prefix, region }: Extract<Inbox, { kind: 's3' }>) {
  const s3 = new S3Client({ region });
  // Ignores earlier emails; the margin allows for clock differences.
  const since = Date.now() - 120_000;
  const read = new Map<string, { to: string; text: string }>();
  return async (address: string): Promise<string[]> => {
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
      for (const { Key = '', LastModified } of page.Contents ?? []) {
        if (!read.has(Key) && Number(LastModified) >= since) read.set(Key, await emailAt(s3, bucket, Key));
      }
    }
    return [...read.values()].filter(({ to }) => to.includes(address)).map((mail) => mail.text);
  };
}

async function emailAt(s3: S3Client, bucket: string, key: string): Promise<{ to: string; text: string }> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const mail = await simpleParser(Buffer.from((await Body?.transformToByteArray()) ?? []));
  const to = [mail.to ?? []].flat().map((address) => address.text);
  return { to: to.join(', '), text: mail.text ?? '' };
}

function byDomain(domain: string, its: InboxClient, others: InboxClient): InboxClient {
  const of = (address: string) => (address.endsWith(`@${domain}`) ? its : others);
  return {
    one: (address, sessionId) => of(address).one(address, sessionId),
    none: (address, sessionId) => of(address).none(address, sessionId),
  };
}

function askingFor(url: string): InboxClient {
  // Not by fetch, which times out after five minutes.
  const ask = async (question: string) => {
    const asked = request(url, { method: 'POST' }).end(question);
    const [answer]: IncomingMessage[] = await once(asked, 'response');
    return answer === undefined ? '' : text(answer);
  };
  return {
    one: async (address, sessionId) => {
      const answer = await ask(
        `Did ${address} get one email about session ${sessionId}? Paste its download link, or answer "yes" if it has none, or "no":`,
      );
      if (answer === 'no' || answer === '') throw new Error(`${address} got no email about ${sessionId}.`);
      return answer;
    },
    none: async (address, sessionId) => {
      const answer = await ask(
        `Did ${address} get any email about session ${sessionId}? Answer "yes" or "no":`,
      );
      if (answer !== 'no') throw new Error(`${address} got an email about ${sessionId}.`);
    },
  };
}
