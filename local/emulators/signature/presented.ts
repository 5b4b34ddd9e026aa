import type { IncomingHttpHeaders } from 'node:http';
import type { Query } from '../http/query.ts';
import { SignatureError } from './signature-error.ts';

export const algorithm = 'AWS4-HMAC-SHA256';
const maxPresignSeconds = 7 * 24 * 3600;

/** The parts of a SigV4 signature, from the Authorization header or from the query. */
export interface Presented {
  readonly presigned: boolean;
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly longDate: string;
  readonly expiresSeconds: number | undefined;
}

/** @throws SignatureError when the request has no SigV4 signature */
export function readPresented(headers: IncomingHttpHeaders, query: Query): Presented {
  const { authorization } = headers;
  if (authorization !== undefined) return fromHeader(authorization, headers['x-amz-date']);
  if (query['X-Amz-Signature'] !== undefined) return fromQuery(query);
  throw new SignatureError('missing', 'The request is not signed.');
}

function fromHeader(authorization: string, date: string | string[] | undefined): Presented {
  const [scheme, ...rest] = authorization.split(' ');
  const parts = new Map(
    rest
      .join('')
      .split(',')
      .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
  );
  const credential = parts.get('Credential');
  const signedHeaders = parts.get('SignedHeaders');
  const signature = parts.get('Signature');
  if (scheme !== algorithm || !credential || !signedHeaders || !signature || typeof date !== 'string')
    throw new SignatureError('malformed', `The request must be signed with ${algorithm} and X-Amz-Date.`);
  return {
    presigned: false,
    credential,
    signature,
    signedHeaders: signedHeaders.split(';'),
    longDate: date,
    expiresSeconds: undefined,
  };
}

function fromQuery(query: Query): Presented {
  const one = (name: string): string => {
    const value = query[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new SignatureError('malformed', `The presigned request needs exactly one ${name}.`);
  };
  if (one('X-Amz-Algorithm') !== algorithm)
    throw new SignatureError('malformed', `X-Amz-Algorithm must be ${algorithm}.`);
  const expiresSeconds = Number(one('X-Amz-Expires'));
  if (!Number.isInteger(expiresSeconds) || expiresSeconds < 1 || expiresSeconds > maxPresignSeconds)
    throw new SignatureError('malformed', `X-Amz-Expires must be 1 to ${maxPresignSeconds} seconds.`);
  return {
    presigned: true,
    credential: one('X-Amz-Credential'),
    signature: one('X-Amz-Signature'),
    signedHeaders: one('X-Amz-SignedHeaders').split(';'),
    longDate: one('X-Amz-Date'),
    expiresSeconds,
  };
}

/** Epoch milliseconds of `20261122T210000Z`. */
export function parseLongDate(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}
