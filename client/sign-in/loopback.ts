import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { SignInError } from '../errors.ts';
import { isLoopback } from './issuer.ts';

/** Where the browser may return to. Cognito compares redirect URIs exactly, so the ports are fixed. */
export const loopbackRedirects: readonly string[] = [8401, 8402, 8403].map(
  (port) => `http://localhost:${port}/callback`,
);

const signedInText = 'You are signed in. You can close this page and return to the terminal.';
const refusedText = 'Sign-in failed. See the terminal.';

/** Waits on this computer for the browser to return from the issuer (RFC 8252, section 7.3). */
export interface LoopbackRedirect {
  readonly redirectUri: string;
  /** The URL that the browser returned to, with code and state. Rejects when the signal aborts. */
  received(signal?: AbortSignal): Promise<URL>;
  close(): void;
}

/**
 * Listens for one redirect on the first free address of `candidates`; port 0 is any free port.
 * @throws SignInError when all are in use, or one is not on this computer
 */
export async function listenForRedirect(
  candidates: readonly string[] = loopbackRedirects,
): Promise<LoopbackRedirect> {
  const { promise, resolve } = Promise.withResolvers<string>();
  for (const candidate of candidates) {
    const address = loopbackUrl(candidate);
    const server = createServer(redirectReceiver(address.pathname, resolve));
    const port = await listen(server, address);
    if (port === undefined) continue;
    if (address.port === '0') address.port = `${port}`;
    return {
      redirectUri: address.href,
      received: async (signal) => new URL(await orAborted(promise, signal), address),
      close: () => {
        server.close();
        server.closeAllConnections();
      },
    };
  }
  const taken = candidates.join(', ');
  throw new SignInError(
    'RedirectPortTaken',
    `All redirect ports are in use. Free one of these and sign in again: ${taken}.`,
  );
}

function loopbackUrl(candidate: string): URL {
  const url = URL.canParse(candidate) ? new URL(candidate) : undefined;
  if (url?.protocol === 'http:' && isLoopback(url.hostname)) return url;
  throw new SignInError('RedirectInvalid', `The redirect URI ${candidate} must be http on localhost.`);
}

function redirectReceiver(callbackPath: string, receive: (path: string) => void): RequestListener {
  return (request, response) => {
    const path = request.url ?? '/';
    const { pathname, searchParams } = new URL(path, 'http://localhost');
    if (request.method !== 'GET' || pathname !== callbackPath) return answer(response, 404, 'Not found.');
    answer(response, 200, searchParams.has('error') ? refusedText : signedInText);
    receive(path);
  };
}

/** The port; undefined when it is in use. */
async function listen(server: Server, url: URL): Promise<number | undefined> {
  server.listen(url.port === '' ? 80 : Number(url.port), url.hostname.replace(/[[\]]/g, ''));
  try {
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  const address = server.address();
  return typeof address === 'object' ? address?.port : undefined;
}

function orAborted<T>(received: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return received;
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return Promise.race([received, promise]);
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(`${text}\n`);
}
