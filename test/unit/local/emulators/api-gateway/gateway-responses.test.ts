import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AwsError } from '#local/emulators/http/aws-error.ts';
import type { CallResult } from '#local/functions/call.ts';
import { signedIn, startTestGateway, type TestGateway } from './gateway.ts';
import { origin } from './served-api.ts';

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.remove());

describe("the gateway's error responses use the template's texts", () => {
  const failing: [string, () => CallResult | Promise<CallResult>, number, string][] = [
    [
      'a function that fails',
      () => ({ ok: false, errorType: 'E', errorMessage: 'm', trace: [] }),
      502,
      'InternalError',
    ],
    ['a function with a malformed response', () => ({ ok: true, payload: '"hello"' }), 502, 'InternalError'],
    ['a defect', () => Promise.reject(new TypeError('x')), 500, 'InternalError'],
    [
      'a function without free concurrency',
      () => Promise.reject(new AwsError(429, 'TooManyRequestsException', 'full')),
      429,
      'TooManyRequests',
    ],
  ];

  it.each(failing)('%s', async (_what, result, status, code) => {
    gateway.answer = result;

    const response = await gateway.ask('/prod/download/t1');

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { code, message: 'm' } });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it.each([
    ['no token', '/prod/initialize', 'POST', {}, 401, 'Unauthorized'],
    ['an invalid token', '/prod/initialize', 'POST', { authorization: 'Bearer bad' }, 401, 'Unauthorized'],
    ['an unknown path', '/prod/nothing', 'GET', signedIn, 404, 'NotFound'],
    ['an unknown method', '/prod/initialize', 'PUT', signedIn, 404, 'NotFound'],
    ['another stage', '/test/initialize', 'POST', signedIn, 404, 'NotFound'],
  ])('%s', async (_what, path, method, headers, status, code) => {
    const response = await gateway.ask(path, { method, headers });

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { code, message: 'm' } });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it('a body above 10 MB', async () => {
    const response = await gateway.ask('/prod/initialize', {
      method: 'POST',
      headers: signedIn,
      body: Buffer.alloc(10 * 1024 * 1024 + 1),
    });

    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ error: { code: 'RequestTooLarge', message: 'm' } });
  });

  it('a URL that is too long', async () => {
    const response = await gateway.ask(`/prod/status/${'x'.repeat(20_000)}`, { headers: signedIn });

    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ error: { code: 'RequestTooLarge', message: 'm' } });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it('a request that is not HTTP', async () => {
    const { port } = new URL(gateway.url);
    const socket = connect(Number(port), '127.0.0.1').end('let me in\r\n\r\n');

    const answer = await text(socket);

    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain(JSON.stringify({ error: { code: 'BadRequest', message: 'm' } }));
  });

  it('a function that exceeds the integration timeout', async () => {
    gateway.answer = () => new Promise(() => {});

    const response = await gateway.ask('/prod/slow');

    expect(response.status).toBe(504);
    expect(await response.json()).toEqual({ error: { code: 'Timeout', message: 'm' } });
  });
});
