import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentityProvider, HashConstructor } from '@smithy/types';
import { z } from 'zod';

/** Who calls, and where. */
export interface Caller {
  readonly region: string;
  readonly credentials: AwsCredentialIdentityProvider;
  readonly sha256: HashConstructor;
}

/** One call of an AWS service that speaks JSON in and out. */
export interface JsonCall {
  /** Name that the request is signed for, such as `ssm`. */
  readonly service: string;
  /** Host without the region's domain, where it differs from the service. */
  readonly host?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** AWS refused a call: `code` is its name for why. */
export class AwsCallError extends Error {
  override readonly name = 'AwsCallError';
  readonly code: string;

  constructor(service: string, code: string, message: string) {
    super(`${service} answered ${code}: ${message}`);
    this.code = code;
  }
}

const ErrorAnswer = z.looseObject({
  __type: z.string().optional(),
  Error: z.object({ Code: z.string(), Message: z.string() }).partial().optional(),
  message: z.string().optional(),
  Message: z.string().optional(),
});

/**
 * Sends a signed request to an AWS service that no SDK client of this project knows.
 * @returns the answer's JSON
 * @throws AwsCallError
 */
export async function callAws({ region, credentials, sha256 }: Caller, call: JsonCall): Promise<unknown> {
  const base = new URL(endpointOf(call, region));
  const signer = new SignatureV4({ service: call.service, region, credentials, sha256 });
  const signed = await signer.sign({
    method: 'POST',
    protocol: base.protocol,
    hostname: base.hostname,
    ...(base.port !== '' && { port: Number(base.port) }),
    path: '/',
    query: {},
    headers: { ...call.headers, host: base.host },
    body: call.body,
  });
  const { host: _, ...headers } = signed.headers;
  const response = await fetch(base, { method: 'POST', headers, body: call.body });
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const { __type, Error: query, message, Message } = ErrorAnswer.parse(answer);
  const code = query?.Code ?? __type?.split('#').at(-1) ?? `HTTP ${response.status}`;
  throw new AwsCallError(call.service, code, query?.Message ?? message ?? Message ?? 'no reason given');
}

/** As the SDKs do, `AWS_ENDPOINT_URL` leads to another place than AWS. */
function endpointOf({ service, host = service }: JsonCall, region: string): string {
  return process.env.AWS_ENDPOINT_URL ?? `https://${host}.${region}.amazonaws.com`;
}

/** A call of the protocol that names its operation in a header. */
export function targetCall(
  service: string,
  target: string,
  input: object,
  { host, version = '1.1' }: { host?: string; version?: '1.0' | '1.1' } = {},
): JsonCall {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target };
  return { service, ...(host !== undefined && { host }), headers, body: JSON.stringify(input) };
}
