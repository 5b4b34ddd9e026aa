import { pause } from '#tasks/core/time.ts';

/** What must come out when a file has been read: the hash that its source tells. */
export type Fingerprint =
  | { readonly kind: 'sha256'; readonly hex: string }
  /** SHA-1 of a git blob. */
  | { readonly kind: 'git'; readonly hex: string }
  /** The source tells no hash; it names a version. */
  | { readonly kind: 'version'; readonly name: string };

/** A file that can be fetched, and the key of the bucket that it goes to. */
export interface RemoteFile {
  readonly key: string;
  readonly url: string;
  readonly bytes: number;
  readonly fingerprint: Fingerprint;
  /** Sent to the origin of `url` only; a redirect to another origin does not get it. */
  readonly token?: string;
}

/** A source of models refused or failed; the message says what to do. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}

const tries = 5;

/**
 * Asks a source, again when it is overloaded or the connection breaks.
 * @throws SourceError
 */
export async function ask(
  url: string,
  token: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const sent = new Headers(headers);
  if (token !== undefined) sent.set('authorization', `Bearer ${token}`);
  let last = '';
  for (let attempt = 0; attempt < tries; attempt += 1) {
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
  throw new SourceError(`${url} cannot be read: ${last}.`);
}

/** Bytes `from` (included) to `to` (excluded) of a file. @throws SourceError */
export async function readRange(file: RemoteFile, from: number, to: number): Promise<Uint8Array> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const whole = from === 0 && to === file.bytes;
    const response = await ask(file.url, file.token, whole ? {} : { range: `bytes=${from}-${to - 1}` });
    const bytes = await response.bytes().catch(() => undefined);
    if (bytes?.length === to - from) return bytes;
  }
  throw new SourceError(`${file.url} does not give the bytes ${from} to ${to - 1} that it says it has.`);
}

function refused(url: string, status: number): SourceError {
  const { origin, pathname } = new URL(url);
  const repository = /^\/(?:api\/models\/)?([\w.-]+\/[\w.-]+)\/(?:resolve|tree|revision)\//.exec(
    pathname,
  )?.[1];
  if (repository !== undefined && status === 401) {
    return new SourceError(
      `${repository} asks who you are: set HF_TOKEN to a token that may read it (${origin}/settings/tokens).`,
    );
  }
  if (repository !== undefined && status === 403) {
    return new SourceError(
      `Your account may not read ${repository}: accept its licence at ${origin}/${repository}.`,
    );
  }
  return new SourceError(`${origin}${pathname} answered ${status}.`);
}
