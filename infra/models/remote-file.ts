import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Fingerprint } from './fingerprint.ts';

/** A file to copy, and its key in the bucket. */
export interface RemoteFile {
  readonly key: string;
  /** `https:`, or `file:` for one on this computer. */
  readonly url: string;
  readonly bytes: number;
  readonly fingerprint: Fingerprint;
  /** Sent only to the origin of `url`, not to other origins that it redirects to. */
  readonly token?: string;
}

/** A model source refused a request or failed. The message says what to do. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}

const attempts = 5;

/**
 * Requests a URL. Retries when the source is overloaded or the connection breaks.
 * @throws SourceError
 */
export async function request(
  url: string,
  token: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const sent = new Headers(headers);
  if (token !== undefined) sent.set('authorization', `Bearer ${token}`);
  let last = '';
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 0) await pause(2 ** attempt * 250);
    try {
      const response = await fetch(url, { headers: sent });
      if (response.ok) return response;
      await response.body?.cancel();
      if (response.status !== 429 && response.status < 500) throw refused(url, response.status);
      last = `it answered ${response.status}`;
    } catch (error) {
      if (error instanceof SourceError) throw error;
      last = error instanceof Error ? error.message : String(error);
    }
  }
  throw new SourceError(`${url} cannot be read. The last of ${attempts} attempts failed: ${last}.`);
}

/** Reads the bytes `from` (inclusive) to `to` (exclusive) of a file. @throws SourceError */
export async function readRange(file: RemoteFile, from: number, to: number): Promise<Uint8Array> {
  if (file.url.startsWith('file:')) return readOnDisk(fileURLToPath(file.url), from, to);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const whole = from === 0 && to === file.bytes;
    const response = await request(file.url, file.token, whole ? {} : { range: `bytes=${from}-${to - 1}` });
    const bytes = await response.bytes().catch(() => undefined);
    if (bytes?.length === to - from) return bytes;
  }
  throw new SourceError(`${file.url} returned other bytes than ${from} to ${to - 1}. Try again later.`);
}

async function readOnDisk(path: string, from: number, to: number): Promise<Uint8Array> {
  await using file = await open(path);
  const { bytesRead, buffer } = await file.read(new Uint8Array(to - from), 0, to - from, from);
  if (bytesRead === to - from) return buffer;
  throw new SourceError(`${path} has become shorter. Run the command again.`);
}

function refused(url: string, status: number): SourceError {
  const { origin, pathname } = new URL(url);
  const repository = /^\/(?:api\/models\/)?([\w.-]+\/[\w.-]+)\/(?:resolve|tree|revision)\//.exec(
    pathname,
  )?.[1];
  if (repository !== undefined && status === 401) {
    return new SourceError(
      `${repository} needs a token. Set HF_TOKEN to a token that can read it (${origin}/settings/tokens).`,
    );
  }
  if (repository !== undefined && status === 403) {
    return new SourceError(
      `Your account cannot read ${repository}. Accept its license at ${origin}/${repository}.`,
    );
  }
  return new SourceError(`${origin}${pathname} answered ${status}.`);
}
