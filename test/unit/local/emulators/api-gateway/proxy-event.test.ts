import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signedIn, startTestGateway, type TestGateway } from './gateway.ts';

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.remove());

describe('an accepted request', () => {
  it('reaches its function as a proxy event', async () => {
    const response = await gateway.ask('/prod/status/gen3d-1?a=1&a=2&b=%20', {
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

    const response = await gateway.ask('/prod/initialize', { method: 'POST', headers: signedIn, body });

    expect(await response.json()).toMatchObject({ body, queryStringParameters: null, pathParameters: null });
  });

  it('needs no token where the route is public', async () => {
    const response = await gateway.ask('/prod/download/t1');

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ requestContext: { authorizer: null } });
  });

  it("gets the function's status, headers and bytes", async () => {
    const headers = { Location: '/elsewhere', 'X-Count': 3 };
    const body = Buffer.from([0, 255]).toString('base64');
    gateway.answer = () => ({
      ok: true,
      payload: JSON.stringify({ statusCode: 202, headers, body, isBase64Encoded: true }),
    });

    const response = await gateway.ask('/prod/download/t1');

    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe('/elsewhere');
    expect(response.headers.get('x-count')).toBe('3');
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255]);
  });
});
