import type { IncomingMessage } from 'node:http';
import type { WebConfig } from '#tasks/core/contracts/web-config.ts';
import { type Answer, json } from '../http.ts';
import { serveStatic } from './static-files.ts';

/** The built web page beside the API. */
export interface WebPage {
  /** Nothing is served when there is no such folder. */
  readonly folder: string;
  /** The one address of the page: sign-ins come back to it. */
  readonly origin: string;
  /** What the page reads from `/web-config.json`. */
  readonly config: WebConfig;
  /** Sent with every file. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A file of the page, its settings, or the way to its one address; undefined when there is nothing. */
export async function servePage(
  page: WebPage,
  request: IncomingMessage,
  pathname: string,
): Promise<Answer | undefined> {
  const method = request.method ?? 'GET';
  const answer =
    method === 'GET' && pathname === '/web-config.json'
      ? json(200, page.config, { 'cache-control': 'no-cache' })
      : await serveStatic(page.folder, method, pathname);
  if (answer === undefined) return undefined;
  const { host } = request.headers;
  const { port } = new URL(page.origin);
  // Sign-in, tokens and the API are bound to the one origin; people type the other name of this machine.
  if (host === `localhost:${port}`) {
    return { status: 307, headers: { location: `${page.origin}${request.url ?? '/'}` } };
  }
  return { ...answer, headers: { ...answer.headers, ...page.headers } };
}
