import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenOn } from './listen.ts';

/** What happens to one call on its way. */
export type Trouble =
  | { readonly kind: 'none' }
  /** Answered here; the service never hears of it. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Record<string, string>;
      readonly body: string;
    }
  /** The connection breaks before the service hears of it. */
  | { readonly kind: 'refused' }
  /** The service does it, and nobody learns. */
  | { readonly kind: 'answer-lost' }
  /** As `answered`, after the service has done it. */
  | {
      readonly kind: 'replaced';
      readonly status: number;
      readonly headers: Record<string, string>;
      readonly body: string;
    }
  /** Waits before the service hears of it, and before its answer is told; milliseconds. */
  | { readonly kind: 'slow'; readonly before: number; readonly after: number }
  /** The service hears of it twice; the second answer is told. */
  | { readonly kind: 'duplicated' };

interface Reply {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/**
 * Stands in front of a service and passes on what it is sent, Host header included, so that signatures still
 * verify.
 * @param port 0 takes any
 * @param target the service's base URL, asked at each call
 * @param decide what happens to a call
 */
export async function startProxy(
  port: number,
  target: () => string,
  decide: (request: IncomingMessage) => Trouble,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    pass(request, response, decide(request), (body) => forward(request, body, target(), agent)).catch(() =>
      response.destroy(),
    );
  });
  const listening = await listenOn(server, port);
  return {
    port: listening,
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
  trouble: Trouble,
  forwarded: (body: Buffer) => Promise<Reply>,
): Promise<void> {
  const body = await bytesOf(request);
  switch (trouble.kind) {
    case 'none':
      return answer(response, await forwarded(body));
    case 'answered':
      return void response.writeHead(trouble.status, trouble.headers).end(trouble.body);
    case 'refused':
      return void response.destroy();
    case 'answer-lost':
      await forwarded(body);
      return void response.destroy();
    case 'replaced':
      await forwarded(body);
      return void response.writeHead(trouble.status, trouble.headers).end(trouble.body);
    case 'slow': {
      await sleep(trouble.before);
      const reply = await forwarded(body);
      await sleep(trouble.after);
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

/** Sends the request as it came in, byte for byte. */
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

/** Headers that belong to one connection; everything else is part of the message, in its order. */
const hop = new Set(['connection', 'keep-alive', 'expect']);

function withoutHop(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, i) => !hop.has((rawHeaders[i - (i % 2)] ?? '').toLowerCase()));
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}
