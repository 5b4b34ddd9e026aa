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
import { AwsError, asAwsError, logUnexpected } from './aws-error.ts';
import type { Service } from './service.ts';

const closePatienceMs = 2_000;
const drainPatienceMs = 2_000;

/** A whole answer, ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Handles one request and sends the answer itself. Rejections are answered by `onError`. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Listens on loopback only.
 * @param port 0 takes a free port
 * @param onError shapes a failure for the service's protocol
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

/** Answers before the body has come in whole: the rest is read and dropped, so that the answer arrives. */
async function refuse(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  if (!request.complete && !request.destroyed) {
    response.setHeader('connection', 'close');
    request.resume();
    await Promise.race([once(request, 'close'), sleep(drainPatienceMs, undefined, { ref: false })]);
  }
  send(response, answer);
}

/** What is no HTTP, or has headers beyond Node's 16 KiB, never becomes a request: it is answered all the same. */
function refuseUnread(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  onError: (error: AwsError) => Answer,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const isLong = error.code === 'HPE_HEADER_OVERFLOW';
  const answer = onError(
    isLong
      ? new AwsError(413, 'RequestEntityTooLarge', 'The address or the headers are too long.')
      : new AwsError(400, 'BadRequest', 'This is no HTTP request.'),
  );
  const body = answer.body ?? '';
  const headers = { ...answer.headers, 'content-length': Buffer.byteLength(body), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\n${lines.join('')}\r\n`);
  socket.end(body);
}

/** Port that the server got. */
export function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on TCP.');
  return address.port;
}

/** Stops listening; requests under way have a moment to end, and their kept-alive connections end with them. */
export async function closeServer(server: Server): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), 10);
  const patience = setTimeout(() => server.closeAllConnections(), closePatienceMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  clearInterval(sweep);
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

/** A failure in the JSON protocols: SDKs read the header, the CLI the body. */
export function jsonError(error: AwsError): Answer {
  const headers = { 'x-amzn-errortype': error.code };
  return json(error.status, { __type: error.code, message: error.message, ...error.details }, headers);
}
