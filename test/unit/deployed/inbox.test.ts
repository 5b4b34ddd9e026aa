import { PassThrough } from 'node:stream';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, it } from 'vitest';
import { openInbox } from '#test/deployed/inbox.ts';
import { openOperator } from '#test/deployed/operator.ts';

/** An operator with these answers, who records the questions. */
async function operatorWho(...answers: string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const asked: string[] = [];
  output.on('data', (chunk: Buffer) => {
    if (!chunk.toString().includes('?')) return;
    asked.push(chunk.toString());
    input.write(`${answers.shift() ?? ''}\n`);
  });
  const operator = await openOperator(input, output);
  return { asked, url: operator.url, [Symbol.asyncDispose]: () => operator[Symbol.asyncDispose]() };
}

describe('an inbox that the operator checks', () => {
  it('asks for the link in an email, by session and address', async () => {
    await using operator = await operatorWho('https://api.example/prod/download/t');
    const inbox = openInbox({ kind: 'operator', url: operator.url }, 1_000);

    expect(await inbox.one('a@example.com', 's-1')).toBe('https://api.example/prod/download/t');
    expect(operator.asked[0]).toMatch(/a@example\.com .* session s-1/);
  });

  it('rejects a missing email and an unexpected one', async () => {
    await using operator = await operatorWho('no', 'yes', 'no');
    const inbox = openInbox({ kind: 'operator', url: operator.url }, 1_000);

    await expect(inbox.one('a@example.com', 's-1')).rejects.toThrow('got no email about s-1');
    await expect(inbox.none('a@example.com', 's-1')).rejects.toThrow('got an email about s-1');
    await expect(inbox.none('a@example.com', 's-1')).resolves.toBeUndefined();
  });
});

describe('an inbox that an SES receipt rule fills', () => {
  const s3 = mockClient(S3Client);
  afterEach(() => s3.reset());
  const raw = (to: string, session: string) =>
    Buffer.from(`To: ${to}\r\nSubject: Ready\r\n\r\nYour model\r\n\r\nSession: ${session}\r\n`);
  const fill = (mails: Readonly<Record<string, { body: Buffer; at: Date }>>) => {
    const Contents = Object.entries(mails).map(([Key, { at }]) => ({ Key, LastModified: at }));
    s3.on(ListObjectsV2Command, { Bucket: 'mails', Prefix: 'in/' }).resolves({ Contents });
    for (const [Key, { body }] of Object.entries(mails)) {
      const Body = { transformToByteArray: async () => new Uint8Array(body) };
      s3.on(GetObjectCommand, { Bucket: 'mails', Key }).callsFake(async () => ({ Body }));
    }
  };
  const open = (operator: string) =>
    openInbox(
      { kind: 's3', bucket: 'mails', prefix: 'in/', region: 'us-east-1', domain: 'example.com', operator },
      1_000,
    );

  it('reads emails to its domain received since the tests started', async () => {
    fill({
      'in/old': { body: raw('a@example.com', 's-1'), at: new Date(0) },
      'in/new': { body: raw('a@example.com', 's-1'), at: new Date() },
      'in/other': { body: raw('b@example.com', 's-1'), at: new Date() },
    });

    expect(await open('http://127.0.0.1:9').one('a@example.com', 's-1')).toContain('Your model');
    expect(s3.commandCalls(GetObjectCommand).map(({ args }) => args[0].input.Key)).not.toContain('in/old');
  });

  it('asks the operator about other domains', async () => {
    fill({});
    await using operator = await operatorWho('yes');

    expect(await open(operator.url).one('admin@elsewhere.example', 's-1')).toBe('yes');
  });
});
