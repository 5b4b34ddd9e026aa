import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { simpleParser } from 'mailparser';
import { z } from 'zod';
import { eventually } from '#test/e2e/home.ts';
import { type Mailbox, mailboxOver } from '#test/e2e/place.ts';

/** Where the mails of a deployment can be read. */
export const Inbox = z.discriminatedUnion('kind', [
  /** MiniStack's list of what was sent. */
  z.object({ kind: z.literal('ministack'), url: z.url() }),
  /** A bucket that an SES receipt rule writes the mails to a domain into; the operator is asked about others. */
  z.object({
    kind: z.literal('s3'),
    bucket: z.string(),
    prefix: z.string(),
    region: z.string(),
    domain: z.string(),
    operator: z.url(),
  }),
  /** Nowhere: the operator is asked, who looks into a mailbox. */
  z.object({ kind: z.literal('operator'), url: z.url() }),
]);
export type Inbox = z.infer<typeof Inbox>;

/** @param patience milliseconds that a mail may take */
export function openInbox(inbox: Inbox, patience: number): Mailbox {
  const waitFor = (ask: () => Promise<string | undefined>, what: string) => eventually(ask, what, patience);
  switch (inbox.kind) {
    case 'ministack':
      return mailboxOver((address) => sentTo(inbox.url, address), waitFor);
    case 's3':
      return byDomain(inbox.domain, mailboxOver(received(inbox), waitFor), askingFor(inbox.operator));
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
  // Clocks differ; what came before these tests is not theirs.
  const since = Date.now() - 120_000;
  const read = new Map<string, { to: string; text: string }>();
  return async (address: string): Promise<string[]> => {
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
      for (const { Key = '', LastModified } of page.Contents ?? []) {
        if (!read.has(Key) && Number(LastModified) >= since) read.set(Key, await mailAt(s3, bucket, Key));
      }
    }
    return [...read.values()].filter(({ to }) => to.includes(address)).map((mail) => mail.text);
  };
}

async function mailAt(s3: S3Client, bucket: string, key: string): Promise<{ to: string; text: string }> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const mail = await simpleParser(Buffer.from((await Body?.transformToByteArray()) ?? []));
  const to = [mail.to ?? []].flat().map((address) => address.text);
  return { to: to.join(', '), text: mail.text ?? '' };
}

function byDomain(domain: string, its: Mailbox, others: Mailbox): Mailbox {
  const of = (address: string) => (address.endsWith(`@${domain}`) ? its : others);
  return {
    one: (address, sessionId) => of(address).one(address, sessionId),
    none: (address, sessionId) => of(address).none(address, sessionId),
  };
}

function askingFor(url: string): Mailbox {
  // Not by fetch, which gives up after five minutes: people may be at lunch.
  const ask = async (question: string) => {
    const asked = request(url, { method: 'POST' }).end(question);
    const [answer]: IncomingMessage[] = await once(asked, 'response');
    return answer === undefined ? '' : text(answer);
  };
  return {
    one: async (address, sessionId) => {
      const answer = await ask(
        `Has one mail about session ${sessionId} come to ${address}? Paste its download link, "yes" if it has none, or "no":`,
      );
      if (answer === 'no' || answer === '') throw new Error(`No mail about ${sessionId} came to ${address}.`);
      return answer;
    },
    none: async (address, sessionId) => {
      const answer = await ask(`Has any mail about session ${sessionId} come to ${address}? "yes" or "no":`);
      if (answer !== 'no') throw new Error(`A mail about ${sessionId} came to ${address}.`);
    },
  };
}
