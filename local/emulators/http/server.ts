import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '../service.ts';
import { AwsError, asAwsError, logUnexpected } from './aws-error.ts';

const closeTimeoutMs = 2_000;
const drainTimeoutMs = 2_000;

/** A complete HTTP response, ready to send. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Handles one request and sends the response itself. `onError` shapes the response to a rejection. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Starts a server on loopback only.
 * @param port 0 takes a free port
 * @param onError turns an error into a response of the service's protocol
 */
export async function listen(
  service: string,
  port: number,
  handler: Handler,
  onError: (error: AwsError) => Answer,
): Promise<Service> {
  const server = createServer((request, response) => {
    handler(request, response).catch(async (error: unknown) => {
      logUnexpected(service, error);
      if (response.headersSent) response.destroy();
      else await refuse(request, response, onError(asAwsError(error)));
    });
  });
  server.on('clientError', (error, socket) => refuseUnread(error, socket, onError));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => closeServer(server) };
}

/**
 * Sends an error before the body has arrived. The rest is read and dropped, or the client would miss the
 * response.
 */
async function refuse(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  if (!request.complete && !request.destroyed) {
    response.setHeader('connection', 'close');
    request.resume();
    await Promise.race([once(request, 'close'), sleep(drainTimeoutMs, undefined, { ref: false })]);
  }
  send(response, answer);
}

/** Node emits no request for invalid HTTP or for headers over 16 KiB; this sends the error response. */
function refuseUnread(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  onError: (error: AwsError) => Answer,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const isLong = error.code === 'HPE_HEADER_OVERFLOW';
  const answer = onError(
    isLong
      ? new AwsError(413, 'RequestEntityTooLarge', 'The URL or the headers are too long.')
      : new AwsError(400, 'BadRequest', 'This is not an HTTP request.'),
  );
  const body = answer.body ?? '';
  const headers = { ...answer.headers, 'content-length': Buffer.byteLength(body), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\n${lines.join('')}\r\n`);
  socket.end(body);
}

/** The port that the server listens on. */
export function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on TCP.');
  return address.port;
}

/**
 * Stops listening. Requests in progress have two seconds to end; kept-alive connections close when they are
 * idle.
 */
export async function closeServer(server: Server): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), 10);
  const patience = setTimeout(() => server.closeAllConnections(), closeTimeoutMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  clearInterval(idle);
  clearTimeout(patience);
}

/** @throws AwsError 413 when the body is longer than `limit` bytes */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > limit)
      throw new AwsError(413, 'RequestEntityTooLarge', `The request is longer than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function send(response: ServerResponse, answer: Answer): void {
  const body = answer.body ?? '';
  response.writeHead(answer.status, { 'content-length': Buffer.byteLength(body), ...answer.headers });
  response.end(body);
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

/** An error in the JSON protocols: SDKs read the header, the CLI reads the body. */
export function jsonError(error: AwsError): Answer {
  const headers = { 'x-amzn-errortype': error.code };
  return json(error.status, { __type: error.code, message: error.message, ...error.details }, headers);
}
