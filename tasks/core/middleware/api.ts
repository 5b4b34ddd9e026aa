import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod/mini';
import { named } from '../aws-errors.ts';
import { Gen3dError } from '../errors.ts';
import { loggable } from '../telemetry/loggable.ts';
import { logger } from '../telemetry/telemetry.ts';
import { type Configured, environmentOnce } from './environment.ts';
import { httpStatusOf } from './http-status.ts';
import { observed } from './observed.ts';

/** The response of a route. `body` is sent as JSON. */
export interface ApiAnswer {
  readonly status: 200 | 202 | 302;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A function behind the gateway. Every response, including errors, is JSON with CORS headers and is never cached.
 * @param handler the manifest entry of the function
 * @example
 * export const handler = apiHandler(status, async (event, environment) => {
 *   const { userId } = callerOf(event);
 *   return { status: 200, body: await statusOf(environment.JOB_STATUS_TABLE, userId) };
 * });
 */
export function apiHandler<S extends z.ZodMiniObject>(
  handler: Configured<S>,
  serve: (event: APIGatewayProxyEvent, environment: z.infer<S>) => Promise<ApiAnswer>,
) {
  const environment = environmentOnce(handler);
  return observed<APIGatewayProxyEvent, APIGatewayProxyResult>().handler(async (event) => {
    // The gateway's log has this id, but no job id.
    logger.appendKeys({ api_request_id: event.requestContext.requestId });
    try {
      return respond(await serve(event, environment()));
    } catch (thrown) {
      return respondError(named(thrown), thrown);
    }
  });
}

function respond(answer: ApiAnswer): APIGatewayProxyResult {
  logger.info('Answered', { status: answer.status });
  return reply(answer.status, answer.body === undefined ? '' : JSON.stringify(answer.body), answer.headers);
}

/** Clients see the message of Gen3D errors only. Any other error is internal. */
function respondError(error: unknown, origin: unknown): APIGatewayProxyResult {
  const status = error instanceof Gen3dError ? httpStatusOf(error) : 500;
  if (error instanceof Gen3dError && status < 500) {
    logger.info('Refused', { refusal: { code: error.code, ...error.fields } });
    return reply(status, errorBody(error.code, error.message));
  }
  logger.error('The request failed', { failure: loggable(origin) });
  if (error instanceof Gen3dError && status === 503) {
    return reply(
      503,
      errorBody(error.code, 'A service that Gen3D needs is unavailable. Try again in a minute.'),
    );
  }
  return reply(500, errorBody('InternalError', 'Something went wrong on our side. Try again in a minute.'));
}

function errorBody(code: string, message: string): string {
  return JSON.stringify({ error: { code, message } });
}

function reply(status: number, body: string, headers: Readonly<Record<string, string>> = {}) {
  return {
    statusCode: status,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'Access-Control-Allow-Origin': process.env.WEB_ORIGIN ?? 'null',
      Vary: 'Origin',
      ...headers,
    },
    body,
  };
}
