import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { z } from 'zod';

export const userId = '0b8f3c1e-0000-4000-8000-000000000001';
export const email = 'user@example.com';

export const claims = { sub: userId, token_use: 'id', email, email_verified: 'true' };

/** A request event of the gateway. */
export function apiEvent(request: {
  method?: string;
  resource?: string;
  body?: unknown;
  path?: Record<string, string>;
  query?: Record<string, string>;
  claims?: Record<string, unknown> | null;
}): APIGatewayProxyEvent {
  const { method = 'POST', resource = '/', body } = request;
  const event = {
    httpMethod: method,
    resource,
    path: resource,
    body: typeof body === 'string' || body === undefined ? (body ?? null) : JSON.stringify(body),
    headers: {},
    multiValueHeaders: {},
    multiValueQueryStringParameters: null,
    stageVariables: null,
    isBase64Encoded: false,
    pathParameters: request.path ?? null,
    queryStringParameters: request.query ?? null,
    requestContext: {
      authorizer: request.claims === null ? undefined : { claims: request.claims ?? claims },
    },
  };
  return event as APIGatewayProxyEvent;
}

export const context = {
  awsRequestId: 'request-1',
  functionName: 'function',
  memoryLimitInMB: '512',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:function',
  getRemainingTimeInMillis: () => 15_000,
} as Context;

const ErrorAnswer = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

type ApiHandler = (
  event: APIGatewayProxyEvent,
  context: Context,
) => Promise<{ statusCode: number; body: string; headers?: Record<string, unknown> }>;

/** Calls a route. @returns status, parsed body and, for errors, the code */
export async function call(handler: ApiHandler, request: Parameters<typeof apiEvent>[0]) {
  const answer = await handler(apiEvent(request), context);
  const body: unknown = answer.body === '' ? undefined : JSON.parse(answer.body);
  const error = ErrorAnswer.safeParse(body);
  return {
    status: answer.statusCode,
    body,
    headers: answer.headers ?? {},
    code: error.success ? error.data.error.code : undefined,
    message: error.success ? error.data.error.message : undefined,
  };
}
