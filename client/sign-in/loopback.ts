import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { SignInError } from '../errors.ts';
import { isLoopback } from './issuer.ts';

const signedInText = 'You are signed in. Close this page and go back to the terminal.';
const refusedText = 'The sign-in was refused; see the terminal.';

/** Waits on this machine for the browser to come back from the issuer (RFC 8252, section 7.3). */
export interface LoopbackRedirect {
  readonly redirectUri: string;
  /** The URL that the browser was sent back to, with code and state; or why it did not come. */
  received(signal?: AbortSignal): Promise<URL>;
  close(): void;
}

/**
 * Listens for one redirect.
 * @param fixed the whole redirect URI, for an issuer that compares it to the letter (Cognito does); without
 *   it, `http://127.0.0.1:<free port>/callback`
 */
export async function listenForRedirect(fixed?: string): Promise<LoopbackRedirect> {
  const wanted = new URL(fixed ?? 'http://127.0.0.1:0/callback');
  if (wanted.protocol !== 'http:' || !isLoopback(wanted.hostname)) {
    throw new SignInError(
      'RedirectInvalid',
      `The redirect URI ${fixed} must be http://localhost or 127.0.0.1.`,
    );
  }
  const { promise, resolve } = Promise.withResolvers<string>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const { pathname, searchParams } = new URL(path, wanted);
    if (request.method !== 'GET' || pathname !== wanted.pathname) return answer(response, 404, 'Not here.');
    answer(response, 200, searchParams.has('error') ? refusedText : signedInText);
    resolve(path);
  });
  const port = await listen(server, wanted);
  const redirectUri = fixed ?? `http://127.0.0.1:${port}${wanted.pathname}`;
  return {
    redirectUri,
    received: async (signal) => new URL(await orAborted(promise, signal), redirectUri),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function listen(server: Server, wanted: URL): Promise<number> {
  const port = wanted.port === '' ? 80 : Number(wanted.port);
  server.listen(port, wanted.hostname.replace(/[[\]]/g, ''));
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new SignInError(
      'RedirectPortTaken',
      `Port ${port} on this machine is taken; free it and sign in again.`,
      error,
    );
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
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
