import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiModel, RouteModel } from '../../environment/assembly/api.ts';
import type { CallResult } from '../../functions/call.ts';
import { AwsError } from '../http/aws-error.ts';
import { type Answer, listen, readBody, send } from '../http/server.ts';
import type { Service } from '../service.ts';
import type { Authorize } from './authorizer.ts';
import { type GatewayFault, GatewayResponses } from './gateway-responses.ts';
import { proxyAnswer } from './proxy-answer.ts';
import { proxyEvent } from './proxy-event.ts';
import { findRoute } from './routes.ts';
import { Throttle } from './throttle.ts';
import { servePage, type WebPage } from './web-page.ts';

export interface ApiGatewayOptions {
  readonly api: ApiModel;
  readonly accountId: string;
  readonly port: number;
  readonly authorize: Authorize;
  /** Calls a function with an event as JSON text. @throws AwsError when it is throttled */
  readonly call: (functionName: string, payload: string) => Promise<CallResult>;
  /** The web page, served at `/` when its folder exists. */
  readonly web: WebPage;
  /** Handles operator API requests; undefined for all others. */
  readonly operators?: (request: IncomingMessage, pathname: string) => Promise<Answer | undefined>;
}

/** Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const bodyLimit = 10 * 1024 * 1024;

/** Serves the template's REST API at `/{stage}/…`, and the web page beside it. */
export async function startApiGateway(options: ApiGatewayOptions): Promise<Service> {
  const gateway = new Gateway(options);
  return listen(
    'api-gateway',
    options.port,
    async (request, response) => send(response, await gateway.answer(request, response)),
    ({ status }) => gateway.refusal(faultOf(status)),
  );
}

function faultOf(status: number): GatewayFault {
  if (status === 413) return 'REQUEST_TOO_LARGE';
  return status === 400 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
}

class Gateway {
  readonly #options: ApiGatewayOptions;
  readonly #responses: GatewayResponses;
  readonly #throttle: Throttle;

  constructor(options: ApiGatewayOptions) {
    this.#options = options;
    this.#responses = new GatewayResponses(options.api.gatewayResponses);
    this.#throttle = new Throttle(options.api.throttling);
  }

  refusal(fault: GatewayFault): Answer {
    return this.#responses.of(fault);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<Answer> {
    const { pathname } = new URL(request.url ?? '/', 'http://gateway');
    const base = `/${this.#options.api.stage}`;
    if (pathname !== base && !pathname.startsWith(`${base}/`)) {
      return (
        (await this.#options.operators?.(request, pathname)) ??
        (await servePage(this.#options.web, request, pathname)) ??
        this.refusal('MISSING_AUTHENTICATION_TOKEN')
      );
    }
    response.setHeader('x-amzn-requestid', crypto.randomUUID());
    const found = findRoute(
      this.#options.api.routes,
      request.method ?? 'GET',
      pathname.slice(base.length) || '/',
    );
    if (found === undefined) return this.refusal('MISSING_AUTHENTICATION_TOKEN');
    if (!this.#throttle.admit(Date.now())) return this.refusal('THROTTLED');
    return this.#serve(request, found.route, found.parameters);
  }

  async #serve(
    request: IncomingMessage,
    route: RouteModel,
    parameters: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const { integration } = route;
    if (integration.kind === 'mock') return { status: integration.statusCode, headers: integration.headers };
    const claims = route.signedIn ? await this.#options.authorize(request.headers.authorization) : {};
    if (claims === undefined) return this.refusal('UNAUTHORIZED');
    const body = await readBody(request, bodyLimit);
    const { api, accountId } = this.#options;
    const event = proxyEvent({
      request,
      route,
      parameters,
      body,
      api,
      accountId,
      claims: route.signedIn ? claims : undefined,
    });
    return this.#call(integration, JSON.stringify(event));
  }

  async #call(
    { functionName, timeoutMs }: Extract<RouteModel['integration'], { kind: 'function' }>,
    payload: string,
  ): Promise<Answer> {
    const patience = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => patience.resolve('late'), timeoutMs);
    try {
      const result = await Promise.race([this.#options.call(functionName, payload), patience.promise]);
      if (result === 'late') return this.refusal('INTEGRATION_TIMEOUT');
      return proxyAnswer(result) ?? this.refusal('INTEGRATION_FAILURE');
    } catch (error) {
      if (error instanceof AwsError && error.code === 'TooManyRequestsException')
        return this.refusal('THROTTLED');
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
