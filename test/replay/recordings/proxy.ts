import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './faults.ts';

/** One call on its way to a service. */
export interface Call {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Undefined when it is no JSON. */
  readonly body: unknown;
}

/** Stands before a service; what no fault concerns passes as it came, so that signatures still hold. */
export interface FaultyWay extends AsyncDisposable {
  readonly url: string;
  /** Where the service itself listens, which is known only when the home starts. */
  target: string;
}

/** @param faultOf what happens to a call */
export async function startProxy(faultOf: (call: Call) => Fault | undefined): Promise<FaultyWay> {
  const server = createServer((request, response) => {
    pass(request, response, proxy.target, faultOf).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.');
  const proxy: FaultyWay = {
    url: `http://127.0.0.1:${address.port}`,
    target: '',
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return proxy;
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  faultOf: (call: Call) => Fault | undefined,
): Promise<void> {
  const body = await bytesOf(request);
  const { url: path = '/', headers } = request;
  const fault = faultOf({ path, headers, body: parsed(body) });
  if (fault?.kind === 'broken') return void response.destroy();
  if (fault?.kind === 'answer') return void response.writeHead(fault.status, fault.headers).end(fault.body);
  const answer = await forward(request, body, target);
  const answered = await bytesOf(answer);
  if (fault?.kind === 'slow') await sleep(fault.ms);
  response.writeHead(answer.statusCode ?? 502, answer.headers).end(answered);
}

async function forward(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  target: string,
): Promise<IncomingMessage> {
  const sent = httpRequest(new URL(url ?? '/', target), { method, headers, setHost: false, agent: false });
  sent.end(body);
  const [answer]: IncomingMessage[] = await once(sent, 'response');
  if (answer === undefined) throw new Error('The service has not answered.');
  return answer;
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
