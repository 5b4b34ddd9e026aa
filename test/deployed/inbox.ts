import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
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
  const read = new Map<string, { to: string; text: string }>();
  return async (address: string): Promise<string[]> => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
    for (const { Key = '' } of Contents.filter(({ Key }) => Key !== undefined && !read.has(Key))) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const mail = await simpleParser(Buffer.from((await Body?.transformToByteArray()) ?? []));
      const to = [mail.to ?? []].flat().map(({ text }) => text);
      read.set(Key, { to: to.join(', '), text: mail.text ?? '' });
    }
    return [...read.values()].filter(({ to }) => to.includes(address)).map(({ text }) => text);
  };
}

function byDomain(domain: string, its: Mailbox, others: Mailbox): Mailbox {
  const of = (address: string) => (address.endsWith(`@${domain}`) ? its : others);
  return {
    one: (address, sessionId) => of(address).one(address, sessionId),
    none: (address, sessionId) => of(address).none(address, sessionId),
  };
}

function askingFor(url: string): Mailbox {
  const ask = async (question: string) => (await fetch(url, { method: 'POST', body: question })).text();
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
