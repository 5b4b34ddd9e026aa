import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Call, Fault } from './faults.ts';

/** A proxy in front of a service. It forwards requests without a fault unchanged, so that signatures stay valid. */
export interface FaultyProxy extends AsyncDisposable {
  readonly url: string;
  /** The service's URL, which is known once the local server starts. */
  target: string;
}

/** @param faultOf returns the fault of a call */
export async function startProxy(faultOf: (call: Call) => Fault | undefined): Promise<FaultyProxy> {
  const server = createServer((request, response) => {
    pass(request, response, proxy.target, faultOf).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  const proxy: FaultyProxy = {
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
  if (answer === undefined) throw new Error('The service did not answer.');
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
