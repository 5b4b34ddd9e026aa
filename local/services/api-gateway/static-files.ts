import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { pagePath } from '#infra/page-path.ts';
import type { Answer } from '../http.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** The build names what lies here by its content. */
const hashed = '/assets/';

/**
 * A file of the web page; its own views get the page, as on CloudFront.
 * @returns undefined when there is no such file, or no page at all
 */
export async function serveStatic(
  folder: string,
  method: string,
  pathname: string,
): Promise<Answer | undefined> {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const path = safePath(pathname);
  if (path === undefined) return undefined;
  const file = pagePath(path);
  const body = await readFile(join(folder, file)).catch(() => undefined);
  if (body === undefined) return undefined;
  return {
    status: 200,
    headers: {
      'content-type': types[extname(file).toLowerCase()] ?? 'application/octet-stream',
      'cache-control': file.startsWith(hashed) ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
    body,
  };
}

/** Path below the folder; undefined for one that would leave it. */
function safePath(pathname: string): string | undefined {
  try {
    const path = normalize(decodeURIComponent(pathname));
    return path.split(/[\\/]/).includes('..') || path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}
