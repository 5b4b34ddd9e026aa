import type { Credentials } from '#local/emulators/service.ts';
import { hmac, sha256Hex } from '#local/emulators/signature/digests.ts';

/** Headers of a signed JSON 1.0 request to `/`. */
export function signedHeaders(
  host: string,
  operation: string,
  body: string,
  region: string,
  { accessKeyId, secretAccessKey }: Credentials,
): Record<string, string> {
  const longDate = new Date().toISOString().replace(/[:-]|\.\d+/g, '');
  const scope = `${longDate.slice(0, 8)}/${region}/states/aws4_request`;
  const signed = {
    'content-type': 'application/x-amz-json-1.0',
    host,
    'x-amz-date': longDate,
    'x-amz-target': `AWSStepFunctions.${operation}`,
  };
  const names = Object.keys(signed).join(';');
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}`);
  const canonical = ['POST', '/', '', ...lines, '', names, sha256Hex(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', longDate, scope, sha256Hex(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, text).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...signed, authorization, 'content-length': String(Buffer.byteLength(body)) };
}
