import type { ApiModel, RouteModel } from '#local/environment/assembly/api.ts';

const call = { kind: 'function', functionName: 'echo', timeoutMs: 29_000 } as const;
export const route = (method: string, path: string, more: Partial<RouteModel> = {}): RouteModel => ({
  method,
  path,
  resourceId: 'r1',
  signedIn: true,
  integration: call,
  ...more,
});
export const origin = 'http://web.example';
const cors = { 'Access-Control-Allow-Origin': origin };
const own = (type: string, code: string) => ({
  type,
  statusCode: type === 'MISSING_AUTHENTICATION_TOKEN' ? 404 : undefined,
  headers: cors,
  template: JSON.stringify({ error: { code, message: 'm' } }),
});
export const api: ApiModel = {
  id: 'abc',
  stage: 'prod',
  throttling: { perSecond: 1_000, burst: 1_000 },
  routes: [
    route('POST', '/initialize'),
    route('GET', '/status/{job_id}'),
    route('GET', '/download/{ticket}', { signedIn: false }),
    route('GET', '/slow', { signedIn: false, integration: { ...call, timeoutMs: 20 } }),
    route('OPTIONS', '/initialize', {
      signedIn: false,
      integration: {
        kind: 'mock',
        statusCode: 204,
        headers: { ...cors, 'Access-Control-Allow-Methods': 'POST' },
      },
    }),
  ],
  gatewayResponses: [
    own('UNAUTHORIZED', 'Unauthorized'),
    own('MISSING_AUTHENTICATION_TOKEN', 'NotFound'),
    own('REQUEST_TOO_LARGE', 'RequestTooLarge'),
    own('THROTTLED', 'TooManyRequests'),
    own('INTEGRATION_TIMEOUT', 'Timeout'),
    own('DEFAULT_4XX', 'BadRequest'),
    own('DEFAULT_5XX', 'InternalError'),
  ],
};
