import type { IncomingMessage } from 'node:http';
import { AwsError } from '../http/aws-error.ts';
import type { Answer } from '../http/server.ts';
import type { Bucket } from './request.ts';

const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];
const exposed = ['ETag', 'x-amz-version-id', 'Content-Range', 'Accept-Ranges'];
const maxAgeSeconds = '3000';

/** Headers that let a page of an allowed origin read the response. */
export function corsHeaders(request: IncomingMessage, bucket: Bucket | undefined): Record<string, string> {
  const origin = allowedOrigin(request, bucket);
  if (origin === undefined) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': exposed.join(', '),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

/** @throws AwsError AccessForbidden for other origins and methods */
export function preflight(request: IncomingMessage, bucket: Bucket | undefined): Answer {
  const method = request.headers['access-control-request-method'];
  if (allowedOrigin(request, bucket) === undefined || method === undefined || !methods.includes(method))
    throw new AwsError(403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
  return {
    status: 200,
    headers: {
      'access-control-allow-methods': methods.join(', '),
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
      'access-control-max-age': maxAgeSeconds,
    },
  };
}

function allowedOrigin(request: IncomingMessage, bucket: Bucket | undefined): string | undefined {
  const { origin } = request.headers;
  const allowed = bucket?.corsOrigins ?? [];
  return origin !== undefined && (allowed.includes(origin) || allowed.includes('*')) ? origin : undefined;
}
