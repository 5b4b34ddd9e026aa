import { z } from 'zod';
import type { CallResult } from '../../functions/call.ts';
import type { Answer } from '../http/server.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const ProxyResult = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), scalar).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(scalar)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/**
 * Response of a function behind a proxy integration; undefined when the function failed or its result is
 * malformed.
 */
export function proxyAnswer(result: CallResult): Answer | undefined {
  if (!result.ok) return undefined;
  const parsed = ProxyResult.safeParse(JSON.parse(result.payload));
  if (!parsed.success) return undefined;
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed.data;
  const many = Object.entries(multiValueHeaders ?? {}).map(([name, values]) => [name, values.join(', ')]);
  return {
    status: statusCode,
    headers: {
      'content-type': 'application/json',
      ...lowercase(headers ?? {}),
      ...lowercase(Object.fromEntries(many)),
    },
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}

function lowercase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
