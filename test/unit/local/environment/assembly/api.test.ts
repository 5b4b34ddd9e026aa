import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assemblyFolder, origins } from './assembly.ts';

let assembly: ReturnType<typeof assemblyFolder>;

beforeEach(() => {
  assembly = assemblyFolder();
});
afterEach(() => assembly.remove());

describe('the environment model', () => {
  it("has the API's routes and gateway responses", () => {
    const { api } = assembly.read();

    expect(api).toMatchObject({ stage: 'prod', throttling: { perSecond: 50, burst: 100 } });
    expect(api.routes).toMatchObject([
      {
        method: 'GET',
        path: '/status/{job_id}',
        signedIn: true,
        integration: { kind: 'function', functionName: 'handler', timeoutMs: 29_000 },
      },
      {
        method: 'OPTIONS',
        path: '/status',
        signedIn: false,
        integration: {
          kind: 'mock',
          statusCode: 204,
          headers: { 'Access-Control-Allow-Origin': origins.web },
        },
      },
    ]);
    expect(api.gatewayResponses).toEqual([
      { type: 'UNAUTHORIZED', statusCode: 401, headers: { Vary: 'Origin' }, template: '{"error":{}}' },
    ]);
  });
});
