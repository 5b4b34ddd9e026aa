import { z } from 'zod';
import { AwsError } from '../http/aws-error.ts';
import type { ServiceOptions } from '../service.ts';
import { SignatureError } from '../signature/signature-error.ts';
import { verifyText } from '../signature/verify.ts';
import { s3SignatureError } from './errors.ts';

/**
 * The policy of a browser upload.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */

const Condition = z.union([
  z.tuple([
    z.literal('content-length-range'),
    z.coerce.number().int().min(0),
    z.coerce.number().int().min(0),
  ]),
  z.tuple([z.enum(['eq', 'starts-with']), z.string().startsWith('$'), z.string()]),
  z.record(z.string(), z.string()),
]);
const Policy = z.strictObject({ expiration: z.iso.datetime(), conditions: z.array(Condition) });

/** One condition on one field. The field's name is in lower case. */
interface Rule {
  readonly kind: 'eq' | 'starts-with';
  readonly field: string;
  readonly value: string;
}

/** Allowed size of the file in bytes, both ends included. */
export interface SizeRange {
  readonly min: number;
  readonly max: number;
}

/** The form's fields by lower-case name, without the file; `bucket` is the URL's. */
export type Fields = ReadonlyMap<string, string>;

/** Fields that need no condition. */
const free = new Set(['x-amz-signature', 'policy', 'file', 'bucket']);

/**
 * Verifies the signature, the expiry and every condition, and that a condition covers each field.
 * @returns the size that the policy allows, if it sets one
 * @throws AwsError AccessDenied, SignatureDoesNotMatch, InvalidPolicyDocument, …
 */
export function enforcePolicy(
  fields: Fields,
  bucket: string,
  options: Pick<ServiceOptions, 'credentials' | 'region'>,
  now: number,
): SizeRange | undefined {
  const encoded = fields.get('policy');
  if (encoded === undefined) throw denied('The form has no policy.');
  verifyPolicySignature(fields, encoded, options, now);
  const { expiration, conditions } = parsePolicy(encoded);
  if (Date.parse(expiration) <= now) throw denied('Invalid according to Policy: Policy expired.');
  const values = new Map([...fields, ['bucket', bucket]]);
  const rules = conditions.flatMap(rulesOf);
  for (const rule of rules) if (!holds(rule, values)) throw failed(`["${rule.kind}", "$${rule.field}"]`);
  for (const name of fields.keys())
    if (!free.has(name) && !name.startsWith('x-ignore-') && !rules.some(({ field }) => field === name))
      throw denied(`Invalid according to Policy: Extra input fields: ${name}`);
  return sizeRange(conditions);
}

function verifyPolicySignature(
  fields: Fields,
  text: string,
  { credentials, region }: Pick<ServiceOptions, 'credentials' | 'region'>,
  now: number,
): void {
  const [algorithm, credential, longDate, signature] = [
    'x-amz-algorithm',
    'x-amz-credential',
    'x-amz-date',
    'x-amz-signature',
  ].map((name) => fields.get(name));
  if (algorithm !== 'AWS4-HMAC-SHA256' || !credential || !longDate || !signature)
    throw denied('The form must be signed with AWS4-HMAC-SHA256.');
  try {
    const presented = { text, credential, longDate, signature };
    verifyText(presented, { credentials, region, service: 's3', now });
  } catch (error) {
    throw error instanceof SignatureError ? s3SignatureError(error) : error;
  }
}

function parsePolicy(encoded: string): z.infer<typeof Policy> {
  try {
    return Policy.parse(JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')));
  } catch {
    throw new AwsError(400, 'InvalidPolicyDocument', 'Invalid Policy: it is not a valid policy document.');
  }
}

function rulesOf(condition: z.infer<typeof Condition>): Rule[] {
  if (!Array.isArray(condition))
    return Object.entries(condition).map(([name, value]) => ({
      kind: 'eq',
      field: name.toLowerCase(),
      value,
    }));
  if (condition[0] === 'content-length-range') return [];
  const [kind, name, value] = condition;
  return [{ kind, field: name.slice(1).toLowerCase(), value }];
}

function holds({ kind, field, value }: Rule, values: ReadonlyMap<string, string>): boolean {
  const actual = values.get(field) ?? '';
  if (kind === 'eq') return actual === value;
  const parts = field === 'content-type' ? actual.split(',').map((part) => part.trim()) : [actual];
  return parts.every((part) => part.startsWith(value));
}

/** When the policy has several ranges, all of them apply. */
function sizeRange(conditions: readonly z.infer<typeof Condition>[]): SizeRange | undefined {
  const ranges = conditions.flatMap((condition) =>
    Array.isArray(condition) && condition[0] === 'content-length-range'
      ? [{ min: condition[1], max: condition[2] }]
      : [],
  );
  if (ranges.length === 0) return undefined;
  return {
    min: Math.max(...ranges.map(({ min }) => min)),
    max: Math.min(...ranges.map(({ max }) => max)),
  };
}

function denied(message: string): AwsError {
  return new AwsError(403, 'AccessDenied', message);
}

function failed(condition: string): AwsError {
  return denied(`Invalid according to Policy: Policy Condition failed: ${condition}`);
}
