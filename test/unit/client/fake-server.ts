import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Sent as it is when it is a string or bytes, as JSON otherwise. */
  readonly body?: unknown;
  /** Breaks the connection instead of answering. */
  readonly broken?: boolean;
}

export type FakeHandler = (request: SeenRequest) => FakeAnswer;

/** An HTTP server that answers as a test says. */
export interface FakeServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
}

export async function startFakeServer(handler: FakeHandler): Promise<FakeServer> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming);
    requests.push(request);
    send(response, handler(request));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers one after the other; the last one for good. */
export function inTurn(...answers: FakeAnswer[]): FakeHandler {
  let next = 0;
  return () => answers[Math.min(next++, answers.length - 1)] ?? {};
}

async function read(incoming: IncomingMessage): Promise<SeenRequest> {
  const body = Buffer.concat(await incoming.toArray());
  const { method = '', url: path = '', headers } = incoming;
  return { method, path, headers, body, json: parse(body) };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, answer: FakeAnswer): void {
  if (answer.broken) {
    response.destroy();
    return;
  }
  const { status = 200, headers = {}, body = '' } = answer;
  response.writeHead(status, headers);
  response.end(typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body));
}
