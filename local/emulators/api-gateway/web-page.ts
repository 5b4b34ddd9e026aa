import type { IncomingMessage } from 'node:http';
import type { WebConfig } from '#contracts/web-config.ts';
import { type Answer, json } from '../http/server.ts';
import { serveFile, serveStatic } from './static-files.ts';

/** The built web page, served beside the API. */
export interface WebPage {
  /** Nothing is served when this folder does not exist. */
  readonly folder: string;
  /** Files that are elsewhere, by their path. */
  readonly files: ReadonlyMap<string, string>;
  /** The page's only origin: sign-in redirects back to it. */
  readonly origin: string;
  /** Content of `/web-config.json`. */
  readonly config: WebConfig;
  /** Sent with every file. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A file of the page, its settings, or a redirect to its origin; undefined when the path is none of them. */
export async function servePage(
  page: WebPage,
  request: IncomingMessage,
  pathname: string,
): Promise<Answer | undefined> {
  const method = request.method ?? 'GET';
  const answer =
    method === 'GET' && pathname === '/web-config.json'
      ? json(200, page.config, { 'cache-control': 'no-cache' })
      : await fileOf(page, method, pathname);
  if (answer === undefined) return undefined;
  const { host } = request.headers;
  const { port } = new URL(page.origin);
  // Sign-in, tokens and the API are bound to one origin, but people also type "localhost".
  if (host === `localhost:${port}`) {
    return { status: 307, headers: { location: `${page.origin}${request.url ?? '/'}` } };
  }
  return { ...answer, headers: { ...answer.headers, ...page.headers } };
}

function fileOf({ folder, files }: WebPage, method: string, pathname: string): Promise<Answer | undefined> {
  const file = files.get(pathname);
  return file === undefined ? serveStatic(folder, method, pathname) : serveFile(file, method, pathname);
}
