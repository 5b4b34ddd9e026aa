import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Service, ServiceOptions } from '../service.ts';
import { sha256Hex } from '../signature/digests.ts';
import { SignatureError, type SignatureFault } from '../signature/signature-error.ts';
import { verifySignature } from '../signature/verify.ts';
import { AwsError } from './aws-error.ts';
import { decodePercent } from './query.ts';
import { type Answer, jsonError, listen, readBody, send } from './server.ts';

/** A request whose signature and body hash are verified. */
export interface SignedCall {
  readonly method: string;
  /** Decoded path, without the query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface SignedServer {
  /** Signing name of the service. */
  readonly service: string;
  readonly bodyLimit: number;
  handle(call: SignedCall): Promise<Answer>;
  /** Turns an error into a response. Default: the JSON protocols' form. */
  readonly onError?: (error: AwsError) => Answer;
  /** Handles requests without a signature, such as the inbox page. Resolves to undefined for all others. */
  readonly unsigned?: (request: IncomingMessage) => Promise<Answer | undefined>;
}

/**
 * Starts a service whose requests fit into memory: it reads the body, verifies the signature and calls
 * `handle`.
 */
export async function startSignedServer(options: ServiceOptions, server: SignedServer): Promise<Service> {
  const onError = server.onError ?? jsonError;
  return listen(
    server.service,
    options.port,
    async (request, response) => {
      const open = await server.unsigned?.(request);
      if (open !== undefined) return send(response, open);
      send(response, await server.handle(await readSignedCall(request, options, server)));
    },
    onError,
  );
}

/** @throws AwsError when the body is too long or the signature is not valid */
export async function readSignedCall(
  request: IncomingMessage,
  options: Pick<ServiceOptions, 'credentials' | 'region'>,
  server: Pick<SignedServer, 'service' | 'bodyLimit'>,
): Promise<SignedCall> {
  const body = await readBody(request, server.bodyLimit);
  const { method = 'GET', url = '/', headers } = request;
  const { credentials, region } = options;
  const hash = sha256Hex(body);
  try {
    verifySignature({ method, url, headers }, hash, {
      credentials,
      region,
      service: server.service,
      now: Date.now(),
    });
  } catch (error) {
    throw error instanceof SignatureError ? awsSignatureError(error) : error;
  }
  return { method, path: decodePath(url), headers, body };
}

const codes: Record<SignatureFault, string> = {
  missing: 'MissingAuthenticationTokenException',
  malformed: 'IncompleteSignatureException',
  'unknown-key': 'UnrecognizedClientException',
  'wrong-scope': 'InvalidSignatureException',
  'headers-not-signed': 'InvalidSignatureException',
  mismatch: 'InvalidSignatureException',
  skewed: 'InvalidSignatureException',
  expired: 'InvalidSignatureException',
};

/** Names the fault as DynamoDB, Step Functions and the other JSON services do. */
export function awsSignatureError(error: SignatureError): AwsError {
  return new AwsError(403, codes[error.fault], error.message);
}

/** Parses a JSON body. @throws AwsError SerializationException */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.length === 0 ? '{}' : body.toString('utf8'));
  } catch {
    throw new AwsError(400, 'SerializationException', 'The request body is not JSON.');
  }
}

/**
 * Validates a request's members.
 * @throws AwsError with `code` (the service's name for it), naming each wrong member, never its value
 */
export function validate<T extends z.core.$ZodType>(
  schema: T,
  value: unknown,
  code = 'ValidationException',
): z.infer<T> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  throw new AwsError(400, code, z.prettifyError(parsed.error));
}

function decodePath(url: string): string {
  const path = decodePercent(url.split('?')[0] ?? '/');
  if (path === undefined) throw new AwsError(400, 'ValidationException', 'The path is not valid UTF-8.');
  return path;
}
