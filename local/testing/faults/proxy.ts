import { once } from 'node:events';
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a proxy does to one call. */
export type Fault =
  | { readonly kind: 'none' }
  /** The proxy responds, and the service receives nothing. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Record<string, string>;
      readonly body: string;
    }
  /** The connection breaks before the service receives the request. */
  | { readonly kind: 'refused' }
  /** The service handles the request, and the connection breaks before the response. */
  | { readonly kind: 'answer-lost' }
  /** The service handles the request, and the proxy responds with this instead. */
  | {
      readonly kind: 'replaced';
      readonly status: number;
      readonly headers: Record<string, string>;
      readonly body: string;
    }
  /** Delays the request and the response, in milliseconds. */
  | { readonly kind: 'slow'; readonly before: number; readonly after: number }
  /** The service receives the request twice; the second response is returned. */
  | { readonly kind: 'duplicated' };

interface Reply {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/**
 * Starts a proxy before a service. It forwards requests with their Host header, so signatures stay valid.
 * @param port 0 takes any
 * @param target returns the service's base URL; called for every request
 * @param decide chooses the fault of a call
 */
export async function startProxy(
  port: number,
  target: () => string,
  decide: (request: IncomingMessage) => Fault,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    pass(request, response, decide(request), (body) => forward(request, body, target(), agent)).catch(() =>
      response.destroy(),
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    port: address.port,
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault,
  forwarded: (body: Buffer) => Promise<Reply>,
): Promise<void> {
  const body = await bytesOf(request);
  switch (fault.kind) {
    case 'none':
      return answer(response, await forwarded(body));
    case 'answered':
      return void response.writeHead(fault.status, fault.headers).end(fault.body);
    case 'refused':
      return void response.destroy();
    case 'answer-lost':
      await forwarded(body);
      return void response.destroy();
    case 'replaced':
      await forwarded(body);
      return void response.writeHead(fault.status, fault.headers).end(fault.body);
    case 'slow': {
      await sleep(fault.before);
      const reply = await forwarded(body);
      await sleep(fault.after);
      return answer(response, reply);
    }
    case 'duplicated':
      await forwarded(body);
      return answer(response, await forwarded(body));
  }
}

function answer(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, [...headers]).end(body);
}

/** Forwards the request unchanged. */
function forward({ method, url, rawHeaders }: IncomingMessage, body: Buffer, target: string, agent: Agent) {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const { hostname, port } = new URL(target);
  const headers = withoutHop(rawHeaders);
  const sent = httpRequest({ hostname, port, method, path: url, agent, setHost: false }, async (reply) => {
    try {
      const received = await bytesOf(reply);
      resolve({ status: reply.statusCode ?? 502, headers: withoutHop(reply.rawHeaders), body: received });
    } catch (error) {
      reject(error);
    }
  });
  for (let i = 0; i < headers.length; i += 2) sent.appendHeader(headers[i] ?? '', headers[i + 1] ?? '');
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

/** Headers of one connection. All other headers are forwarded in their order. */
const hop = new Set(['connection', 'keep-alive', 'expect']);

function withoutHop(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, i) => !hop.has((rawHeaders[i - (i % 2)] ?? '').toLowerCase()));
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}
