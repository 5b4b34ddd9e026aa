import { z } from 'zod';
import { AwsError } from '../http/aws-error.ts';
import { validate } from '../http/signed-server.ts';

const Address = z
  .string()
  .max(320)
  .regex(/^[^\p{Cc}]*[^\s\p{Cc}]@[^\s\p{Cc}]+$/u, 'Missing final @domain');
const Text = z.object({ Data: z.string().max(10 * 1024 * 1024), Charset: z.string().optional() });
const Tag = z.string().regex(/^[A-Za-z0-9_-]{1,256}$/, 'Only letters, digits, _ and - are allowed');

const Simple = z.object({
  Subject: Text,
  Body: z
    .object({ Text: Text.optional(), Html: Text.optional() })
    .refine(({ Text: text, Html }) => text !== undefined || Html !== undefined, 'Set Text, Html or both'),
});

const SendEmail = z.object({
  FromEmailAddress: Address.optional(),
  Destination: z
    .object({
      ToAddresses: z.array(Address).default([]),
      CcAddresses: z.array(Address).default([]),
      BccAddresses: z.array(Address).default([]),
    })
    .prefault({}),
  ReplyToAddresses: z.array(Address).default([]),
  /** Any name is accepted, because no bounces are reported locally. */
  ConfigurationSetName: Tag.max(64).optional(),
  Content: z.object({
    Simple: Simple.optional(),
    Raw: z.object({ Data: z.base64().min(1) }).optional(),
  }),
  EmailTags: z
    .array(z.object({ Name: Tag, Value: Tag }))
    .max(50)
    .default([]),
});

/** An email to send. */
export interface Email {
  /** A raw email may name its sender and recipients itself. */
  readonly from: string | undefined;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly content:
    | { readonly subject: string; readonly text: string | undefined; readonly html: string | undefined }
    | { readonly raw: Buffer };
}

/** Reads SendEmail. @throws AwsError BadRequestException naming what is wrong, never an address */
export function readSendEmail(body: unknown): Email {
  const { FromEmailAddress, Destination, ReplyToAddresses, Content, EmailTags } = validate(
    SendEmail,
    body,
    'BadRequestException',
  );
  const { ToAddresses: to, CcAddresses: cc, BccAddresses: bcc } = Destination;
  const content = readContent(Content);
  if (to.length + cc.length + bcc.length > 50) throw bad('An email may have at most 50 recipients.');
  if (!('raw' in content) && to.length + cc.length + bcc.length === 0)
    throw bad('The email has no recipient.');
  if (!('raw' in content) && FromEmailAddress === undefined) throw bad('The email has no FromEmailAddress.');
  const tags = Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, Value]));
  return { from: FromEmailAddress, to, cc, bcc, replyTo: ReplyToAddresses, tags, content };
}

function readContent({ Simple: simple, Raw }: z.infer<typeof SendEmail>['Content']): Email['content'] {
  if (simple === undefined && Raw !== undefined) return { raw: Buffer.from(Raw.Data, 'base64') };
  if (simple === undefined || Raw !== undefined)
    throw bad('Content must be Simple or Raw. The local SES does not support templates.');
  return {
    subject: simple.Subject.Data,
    text: simple.Body.Text?.Data,
    html: simple.Body.Html?.Data,
  };
}

function bad(message: string): AwsError {
  return new AwsError(400, 'BadRequestException', message);
}
