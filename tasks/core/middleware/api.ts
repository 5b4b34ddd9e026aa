import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { EnvironmentOf, FunctionName } from '../environment.ts';
import { Gen3dError } from '../errors.ts';
import { environmentOnce } from './environment-cache.ts';
import { loggable } from './loggable.ts';
import { logger, observed } from './observability.ts';
import { named } from './transient.ts';

/** What a route answers; `body` is sent as JSON. */
export interface ApiAnswer {
  readonly status: 200 | 202 | 302;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type ApiFunction = Extract<
  FunctionName,
  'initialize' | 'reconstruct' | 'status' | 'uploads' | 'sessions' | 'download'
>;

/** A route behind the gateway: every answer, errors too, is JSON with CORS headers and is never cached. */
export function apiHandler<F extends ApiFunction>(
  name: F,
  route: (event: APIGatewayProxyEvent, environment: EnvironmentOf<F>) => Promise<ApiAnswer>,
) {
  const environment = environmentOnce(name);
  return observed<APIGatewayProxyEvent, APIGatewayProxyResult>().handler(async (event) => {
    // The gateway's own log knows the request by this id, and no session.
    logger.appendKeys({ api_request_id: event.requestContext.requestId });
    try {
      return respond(await route(event, environment()));
    } catch (thrown) {
      return respondError(named(thrown), thrown);
    }
  });
}

function respond(answer: ApiAnswer): APIGatewayProxyResult {
  logger.info('Answered', { status: answer.status });
  return reply(answer.status, answer.body === undefined ? '' : JSON.stringify(answer.body), answer.headers);
}

/** Our own errors tell what to change; of any other the caller learns nothing. */
function respondError(error: unknown, origin: unknown): APIGatewayProxyResult {
  if (error instanceof Gen3dError && error.status < 500) {
    logger.info('Refused', { refusal: { code: error.code, ...error.fields } });
    return reply(error.status, errorBody(error.code, error.message));
  }
  logger.error('The request failed', { failure: loggable(origin) });
  if (error instanceof Gen3dError && error.status === 503) {
    return reply(
      503,
      errorBody(error.code, 'A service that we need is not answering: try again in a moment.'),
    );
  }
  return reply(500, errorBody('InternalError', 'Something failed on our side: try again in a moment.'));
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
