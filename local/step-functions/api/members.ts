import { z } from 'zod';
import { isJson } from '#state-machines/asl/json.ts';
import { stepFunctionsErrors } from '../errors.ts';

/** Limit of an input, an output or a result, in bytes. */
export const payloadLimit = 262_144;

export const Arn = z.string().min(1).max(256);
export const PageToken = z.string().min(1).max(1024).nullish();
export const PageSize = z.int().min(0).max(1000).nullish();
export const ErrorName = z.string().max(256).nullish();
export const Cause = z.string().max(32_768).nullish();

/** JSON text of at most 256 KiB. */
export const Payload = z
  .string()
  .refine((text) => Buffer.byteLength(text) <= payloadLimit, `must have at most ${payloadLimit} bytes`);

// biome-ignore lint/suspicious/noControlCharactersInRegex: AWS forbids them in names
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff\ud800-\udfff]/u;

/**
 * Rules for names of state machines and executions.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 * @throws AwsError InvalidName
 */
export function checkName(name: string): string {
  if (name.length < 1 || name.length > 80 || forbidden.test(name))
    throw stepFunctionsErrors.invalidName(name);
  return name;
}

/** Items on a page: 0 or none means AWS's 100. */
export function pageSize(maxResults: number | null | undefined): number {
  return maxResults ? maxResults : 100;
}

/** Encodes where the next page starts: the id of the last item shown. */
export function writePageToken(id: number, of: string): string {
  return Buffer.from(JSON.stringify([id, of])).toString('base64url');
}

const Cursor = z.tuple([z.int(), z.string()]);

/**
 * @param of identifies the list; tokens of other lists are refused
 * @throws AwsError InvalidToken
 */
export function readPageToken(token: string, of: string): number {
  const text = Buffer.from(token, 'base64url').toString();
  const cursor = Cursor.safeParse(isJson(text) ? JSON.parse(text) : undefined);
  if (!cursor.success || cursor.data[1] !== of) throw stepFunctionsErrors.invalidPage();
  return cursor.data[0];
}
