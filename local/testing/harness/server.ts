import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { build } from 'vite';
import { securityHeaders } from '#infra/page-serving.ts';
import { serveStatic } from '../../emulators/api-gateway/static-files.ts';

export interface Harness extends AsyncDisposable {
  readonly url: string;
  /** Files to serve, by their path below /files/. */
  readonly files: Map<string, Uint8Array>;
  /** Masks that the editor has submitted. */
  readonly submitted: Buffer[];
  /** While set, submitting a mask fails with this message. */
  failure: string | undefined;
}

const root = join(import.meta.dirname, '..', '..', '..');
const folder = join(root, 'node_modules', '.cache', 'gen3d', 'harness');

/**
 * Builds the pages of `web/harness`, each with one component of the web page, and serves them with the security
 * headers of the real page.
 */
export async function startHarness(): Promise<Harness> {
  await build({
    configFile: join(root, 'web', 'harness', 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder },
  });
  const headers = securityHeaders({ connect: [], images: [], forms: [] });
  const harness: Pick<Harness, 'files' | 'submitted' | 'failure'> = {
    files: new Map(),
    submitted: [],
    failure: undefined,
  };
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://harness').pathname;
    const { status, body, type } = await answer(harness, request, path);
    response.writeHead(status, { ...headers, 'content-type': type, 'content-length': body.byteLength });
    response.end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The harness has no port.');
  return Object.assign(harness, {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  });
}

interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
  readonly type: string;
}

async function answer(
  harness: Pick<Harness, 'files' | 'submitted' | 'failure'>,
  request: IncomingMessage,
  path: string,
): Promise<Answer> {
  if (path === '/submitted') {
    harness.submitted.push(Buffer.concat(await request.toArray()));
    return {
      status: harness.failure ? 503 : 204,
      body: Buffer.from(harness.failure ?? ''),
      type: 'text/plain',
    };
  }
  const file = path.startsWith('/files/') ? harness.files.get(path.slice('/files/'.length)) : undefined;
  if (file) return { status: 200, body: file, type: 'application/octet-stream' };
  const page = await serveStatic(folder, 'GET', path);
  const body = page?.body;
  if (!page || !body) return { status: 404, body: Buffer.from('File not found.'), type: 'text/plain' };
  return {
    status: page.status,
    body: typeof body === 'string' ? Buffer.from(body) : body,
    type: `${page.headers?.['content-type'] ?? 'application/octet-stream'}`,
  };
}
