import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiModel, RouteModel } from '#local/assembly/api.ts';
import type { CallResult } from '#local/functions/call.ts';
import { freePort } from '#local/home/ports.ts';
import { findRoute } from '#local/services/api-gateway/routes.ts';
import { Throttle } from '#local/services/api-gateway/throttle.ts';
import { startApiGateway } from '#local/services/api-gateway.ts';
import { AwsError } from '#local/services/aws-error.ts';
import type { Service } from '#local/services/service.ts';
import { webConfigOf } from '#tasks/core/contracts/web-config.ts';

const call = { kind: 'function', functionName: 'echo', timeoutMs: 29_000 } as const;
const route = (method: string, path: string, more: Partial<RouteModel> = {}): RouteModel => ({
  method,
  path,
  resourceId: 'r1',
  signedIn: true,
  integration: call,
  ...more,
});
const origin = 'http://web.example';
const cors = { 'Access-Control-Allow-Origin': origin };
const own = (type: string, code: string) => ({
  type,
  statusCode: type === 'MISSING_AUTHENTICATION_TOKEN' ? 404 : undefined,
  headers: cors,
  template: JSON.stringify({ error: { code, message: 'm' } }),
});
const api: ApiModel = {
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

const config = webConfigOf({
  apiUrl: 'http://api.example/prod',
  issuer: 'http://issuer.example',
  clientId: 'web',
  region: 'us-east-1',
  userPoolId: 'us-east-1_1',
  bucketName: 'objects',
});

let folder: string;
let gateway: Service;
let answer: (event: Record<string, unknown>) => CallResult | Promise<CallResult>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gen3d-gateway-'));
  answer = (event) => ({
    ok: true,
    payload: JSON.stringify({ statusCode: 200, body: JSON.stringify(event) }),
  });
  const port = await freePort();
  gateway = await startApiGateway({
    api,
    accountId: '000000000000',
    port,
    authorize: async (authorization) => (authorization === 'Bearer good' ? { sub: 'ada' } : undefined),
    call: async (_name, payload) => answer(JSON.parse(payload)),
    web: {
      folder: join(folder, 'web'),
      origin: `http://127.0.0.1:${port}`,
      config,
      headers: { 'content-security-policy': "default-src 'none'" },
    },
  });
});
afterEach(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

const signedIn = { authorization: 'Bearer good' };
const ask = (path: string, init: RequestInit = {}) => fetch(`${gateway.url}${path}`, init);

describe('a request that is let through', () => {
  it('reaches its function as a proxy event', async () => {
    const response = await ask('/prod/status/gen3d-1?a=1&a=2&b=%20', {
      headers: { ...signedIn, 'X-Trace': 't' },
    });

    expect(await response.json()).toMatchObject({
      resource: '/status/{job_id}',
      path: '/status/gen3d-1',
      httpMethod: 'GET',
      headers: { 'X-Trace': 't' },
      multiValueHeaders: { 'X-Trace': ['t'] },
      queryStringParameters: { a: '2', b: ' ' },
      multiValueQueryStringParameters: { a: ['1', '2'], b: [' '] },
      pathParameters: { job_id: 'gen3d-1' },
      body: null,
      isBase64Encoded: false,
      requestContext: {
        accountId: '000000000000',
        apiId: 'abc',
        stage: 'prod',
        resourcePath: '/status/{job_id}',
        path: '/prod/status/gen3d-1',
        requestId: expect.any(String),
        domainName: new URL(gateway.url).host,
        identity: { sourceIp: '127.0.0.1' },
        authorizer: { claims: { sub: 'ada' } },
        requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      },
    });
  });

  it('carries its body as text', async () => {
    const body = '{"session_id":"s1"}';

    const response = await ask('/prod/initialize', { method: 'POST', headers: signedIn, body });

    expect(await response.json()).toMatchObject({ body, queryStringParameters: null, pathParameters: null });
  });

  it('needs no token where the route is public', async () => {
    const response = await ask('/prod/download/t1');

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ requestContext: { authorizer: null } });
  });

  it('gets the status, headers and bytes that the function answers', async () => {
    const headers = { Location: '/elsewhere', 'X-Count': 3 };
    const body = Buffer.from([0, 255]).toString('base64');
    answer = () => ({
      ok: true,
      payload: JSON.stringify({ statusCode: 202, headers, body, isBase64Encoded: true }),
    });

    const response = await ask('/prod/download/t1');

    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe('/elsewhere');
    expect(response.headers.get('x-count')).toBe('3');
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255]);
  });
});

describe('the gateway refuses in the words of the template', () => {
  const failing: [string, () => CallResult | Promise<CallResult>, number, string][] = [
    [
      'a function that fails',
      () => ({ ok: false, errorType: 'E', errorMessage: 'm', trace: [] }),
      502,
      'InternalError',
    ],
    ['a function that answers nonsense', () => ({ ok: true, payload: '"hello"' }), 502, 'InternalError'],
    ['a defect', () => Promise.reject(new TypeError('x')), 500, 'InternalError'],
    [
      'a function without free concurrency',
      () => Promise.reject(new AwsError(429, 'TooManyRequestsException', 'full')),
      429,
      'TooManyRequests',
    ],
  ];

  it.each(failing)('%s', async (_what, result, status, code) => {
    answer = result;

    const response = await ask('/prod/download/t1');

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { code, message: 'm' } });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it.each([
    ['no token', '/prod/initialize', 'POST', {}, 401, 'Unauthorized'],
    ['a bad token', '/prod/initialize', 'POST', { authorization: 'Bearer bad' }, 401, 'Unauthorized'],
    ['an unknown path', '/prod/nothing', 'GET', signedIn, 404, 'NotFound'],
    ['an unknown method', '/prod/initialize', 'PUT', signedIn, 404, 'NotFound'],
    ['another stage', '/test/initialize', 'POST', signedIn, 404, 'NotFound'],
  ])('%s', async (_what, path, method, headers, status, code) => {
    const response = await ask(path, { method, headers });

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { code, message: 'm' } });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it('a body above 10 MB', async () => {
    const response = await ask('/prod/initialize', {
      method: 'POST',
      headers: signedIn,
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    });

    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ error: { code: 'RequestTooLarge', message: 'm' } });
  });

  it('an address that is too long', async () => {
    const response = await ask(`/prod/status/${'x'.repeat(20_000)}`, { headers: signedIn });

    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ error: { code: 'RequestTooLarge', message: 'm' } });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it('what is no HTTP', async () => {
    const { port } = new URL(gateway.url);
    const socket = connect(Number(port), '127.0.0.1').end('let me in\r\n\r\n');

    const answer = await text(socket);

    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain(JSON.stringify({ error: { code: 'BadRequest', message: 'm' } }));
  });

  it('a function that takes longer than the integration may', async () => {
    answer = () => new Promise(() => {});

    const response = await ask('/prod/slow');

    expect(response.status).toBe(504);
    expect(await response.json()).toEqual({ error: { code: 'Timeout', message: 'm' } });
  });
});

describe('a browser', () => {
  it('gets its preflight answered without a token', async () => {
    const response = await ask('/prod/initialize', { method: 'OPTIONS' });

    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-methods')).toBe('POST');
  });

  it('gets the web page beside the API, for its own views too', async () => {
    mkdirSync(join(folder, 'web'));
    writeFileSync(join(folder, 'web', 'index.html'), '<h1>studio</h1>');

    const [page, view] = await Promise.all([ask('/'), ask('/signed-in?code=1')]);

    expect(await page.text()).toBe('<h1>studio</h1>');
    expect(await view.text()).toBe('<h1>studio</h1>');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('gets the headers that guard the page with every file of it, and with nothing else', async () => {
    mkdirSync(join(folder, 'web'));
    writeFileSync(join(folder, 'web', 'index.html'), '<h1>studio</h1>');

    const [page, settings, refusal] = await Promise.all([ask('/'), ask('/web-config.json'), ask('/prod/no')]);

    expect(page.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(settings.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(refusal.headers.has('content-security-policy')).toBe(false);
  });

  it('keeps files that are named by their content, and asks for the others anew', async () => {
    mkdirSync(join(folder, 'web', 'assets'), { recursive: true });
    writeFileSync(join(folder, 'web', 'index.html'), '');
    writeFileSync(join(folder, 'web', 'assets', 'main-1.js'), '');

    const [page, script] = await Promise.all([ask('/'), ask('/assets/main-1.js')]);

    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('is led from localhost to the one address of the page', async () => {
    mkdirSync(join(folder, 'web'));
    writeFileSync(join(folder, 'web', 'index.html'), '');
    const { port } = new URL(gateway.url);

    const response = await fetch(`http://localhost:${port}/sessions/gen3d-1?a=1`, { redirect: 'manual' });

    expect(response.status).toBe(307);
    expect(response.headers.get('location')).toBe(`http://127.0.0.1:${port}/sessions/gen3d-1?a=1`);
  });

  it('learns where API and issuer are', async () => {
    expect(await (await ask('/web-config.json')).json()).toEqual(config);
  });

  it.each(['/..%2fsecret.txt', '/%2e%2e%2fsecret.txt', '/%00.js', '/missing.js'])(
    'gets nothing for %s',
    async (path) => {
      mkdirSync(join(folder, 'web'));
      writeFileSync(join(folder, 'secret.txt'), 'secret');

      expect((await ask(path)).status).toBe(404);
    },
  );
});

describe('routes', () => {
  it('prefer a literal segment to a parameter', () => {
    const routes = [route('GET', '/sessions/{id}'), route('GET', '/sessions/mine')];

    expect(findRoute(routes, 'GET', '/sessions/mine')?.route.path).toBe('/sessions/mine');
    expect(findRoute(routes, 'GET', '/sessions/x%2Fy')?.parameters).toEqual({ id: 'x/y' });
  });

  it('do not take an empty or malformed parameter', () => {
    const routes = [route('GET', '/sessions/{id}')];

    expect(findRoute(routes, 'GET', '/sessions/')).toBeUndefined();
    expect(findRoute(routes, 'GET', '/sessions/%E0%A4%A')).toBeUndefined();
  });
});

describe('throttling', () => {
  it('admits a burst and then the steady rate', () => {
    const throttle = new Throttle({ perSecond: 2, burst: 3 });

    const burst = [0, 0, 0, 0].map((now) => throttle.admit(1_000 + now));
    const later = [500, 500, 1_000].map((now) => throttle.admit(1_000 + now));

    expect(burst).toEqual([true, true, true, false]);
    expect(later).toEqual([true, false, true]);
  });
});
