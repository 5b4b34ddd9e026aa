import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { pagePath } from '#infra/page-serving.ts';
import { decodePercent } from '../http/query.ts';
import type { Answer } from '../http/server.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** Files below this path have a content hash in their name, so browsers may cache them forever. */
const hashed = '/assets/';

/**
 * A file of the web page. Paths of the page's own views return the page, as on CloudFront.
 * @returns undefined when there is no such file
 */
export async function serveStatic(
  folder: string,
  method: string,
  pathname: string,
): Promise<Answer | undefined> {
  const path = safePath(pathname);
  if (path === undefined) return undefined;
  const file = pagePath(path);
  return serveFile(join(folder, file), method, file);
}

/**
 * A file for the path `shown`.
 * @returns undefined when there is no such file
 */
export async function serveFile(file: string, method: string, shown: string): Promise<Answer | undefined> {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const body = await readFile(file).catch(() => undefined);
  if (body === undefined) return undefined;
  return {
    status: 200,
    headers: {
      'content-type': types[extname(shown).toLowerCase()] ?? 'application/octet-stream',
      'cache-control': shown.startsWith(hashed) ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
    body,
  };
}

/** Path below the folder; undefined for one that leaves it. */
function safePath(pathname: string): string | undefined {
  const path = normalize(decodePercent(pathname) ?? '\0');
  return path.split(/[\\/]/).includes('..') || path.includes('\0') ? undefined : path;
}
