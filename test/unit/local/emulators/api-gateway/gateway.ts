import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { webConfigOf } from '#contracts/web-config.ts';
import { startApiGateway } from '#local/emulators/api-gateway/server.ts';
import type { Service } from '#local/emulators/service.ts';
import { freePort } from '#local/environment/ports.ts';
import type { CallResult } from '#local/functions/call.ts';
import { api } from './served-api.ts';

export const config = webConfigOf({
  apiUrl: 'http://api.example/prod',
  issuer: 'http://issuer.example',
  clientId: 'web',
  region: 'us-east-1',
  userPoolId: 'us-east-1_1',
  bucketName: 'objects',
});

export const signedIn = { authorization: 'Bearer good' };

type Answer = (event: Record<string, unknown>) => CallResult | Promise<CallResult>;

/** A gateway with one function, and its own folder for the web page. */
export interface TestGateway {
  readonly url: string;
  readonly folder: string;
  /** The function's response. Default: the event it received. */
  answer: Answer;
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Adds a file to the web page's folder. */
  writePage(path: string, content: string): void;
  remove(): Promise<void>;
}

export async function startTestGateway(): Promise<TestGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'gen3d-gateway-'));
  const service = await start(folder, (event) => gateway.answer(event));
  const gateway: TestGateway = {
    url: service.url,
    folder,
    answer: (event) => ({
      ok: true,
      payload: JSON.stringify({ statusCode: 200, body: JSON.stringify(event) }),
    }),
    ask: (path, init = {}) => fetch(`${service.url}${path}`, init),
    writePage(path, content) {
      const file = join(folder, 'web', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    },
    async remove() {
      await service.close();
      rmSync(folder, { recursive: true });
    },
  };
  return gateway;
}

async function start(folder: string, answer: Answer): Promise<Service> {
  const port = await freePort();
  return startApiGateway({
    api,
    accountId: '000000000000',
    port,
    authorize: async (authorization) => (authorization === 'Bearer good' ? { sub: 'ada' } : undefined),
    call: async (_name, payload) => answer(JSON.parse(payload)),
    web: {
      files: new Map(),
      folder: join(folder, 'web'),
      origin: `http://127.0.0.1:${port}`,
      config,
      headers: { 'content-security-policy': "default-src 'none'" },
    },
  });
}
