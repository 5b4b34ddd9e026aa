import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { ApiModel, RouteModel } from '../../environment/assembly/api.ts';
import type { Claims } from './authorizer.ts';

export interface ProxyRequest {
  readonly request: IncomingMessage;
  readonly route: RouteModel;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly api: ApiModel;
  readonly accountId: string;
  /** Claims of the ID token, where the route requires one. */
  readonly claims: Claims | undefined;
}

/**
 * The event of a Lambda proxy integration.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function proxyEvent(proxy: ProxyRequest): APIGatewayProxyEvent {
  const { request, route, parameters, body, api } = proxy;
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://gateway');
  const headers = headerLists(request.rawHeaders);
  const query = new Map([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));
  return {
    resource: route.path,
    path: pathname.slice(api.stage.length + 1) || '/',
    httpMethod: request.method ?? 'GET',
    headers: lastOf(headers),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: query.size === 0 ? null : lastOf(query),
    multiValueQueryStringParameters: query.size === 0 ? null : Object.fromEntries(query),
    pathParameters: Object.keys(parameters).length === 0 ? null : parameters,
    stageVariables: null,
    requestContext: requestContext(proxy, pathname),
    body: body.length === 0 ? null : body.toString('utf8'),
    isBase64Encoded: false,
  };
}

function requestContext(
  { request, route, api, accountId, claims }: ProxyRequest,
  path: string,
): APIGatewayProxyEvent['requestContext'] {
  const now = new Date();
  const domainName = request.headers.host ?? 'localhost';
  return {
    accountId,
    apiId: api.id,
    ...(claims ? { authorizer: { claims } } : { authorizer: null }),
    protocol: `HTTP/${request.httpVersion}`,
    httpMethod: request.method ?? 'GET',
    identity: identity(request),
    path,
    stage: api.stage,
    requestId: crypto.randomUUID(),
    extendedRequestId: crypto.randomUUID(),
    requestTime: commonLogTime(now),
    requestTimeEpoch: now.getTime(),
    resourceId: route.resourceId,
    resourcePath: route.path,
    domainName,
    domainPrefix: domainName.split('.')[0] ?? domainName,
  };
}

function identity(request: IncomingMessage): APIGatewayProxyEvent['requestContext']['identity'] {
  return {
    accessKey: null,
    accountId: null,
    apiKey: null,
    apiKeyId: null,
    caller: null,
    clientCert: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
    user: null,
    userAgent: request.headers['user-agent'] ?? null,
    userArn: null,
  };
}

/** Header names keep the client's spelling. */
function headerLists(raw: readonly string[]): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    lists.set(name, [...(lists.get(name) ?? []), raw[i + 1] ?? '']);
  }
  return lists;
}

function lastOf(lists: ReadonlyMap<string, readonly string[]>): Record<string, string> {
  return Object.fromEntries([...lists].map(([name, values]) => [name, values.at(-1) ?? '']));
}

/** Formats a date like `22/Nov/2026:21:24:00 +0000`. */
function commonLogTime(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().replace(',', '').split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
