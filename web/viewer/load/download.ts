/** A file could not be fetched; the message says what to do. */
export class DownloadError extends Error {
  readonly code = 'DownloadFailed';
  override readonly name = 'DownloadError';
}

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** Share that is there, 0 to 1; not called where the server does not tell the file's length. */
  readonly onProgress?: (share: number) => void;
  readonly fetch?: typeof fetch;
}

/**
 * Fetches a file piece by piece.
 * @throws DownloadError; the signal's reason when it is aborted
 */
export async function download(url: string, options: DownloadOptions): Promise<Blob> {
  const { signal, onProgress } = options;
  try {
    const response = await (options.fetch ?? fetch)(url, { signal });
    if (!response.ok || !response.body) throw new Error(`HTTP status ${response.status}`);
    const length = Number(response.headers.get('content-length') ?? 0);
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let received = 0;
    for await (const piece of piecesOf(response.body)) {
      pieces.push(piece);
      received += piece.byteLength;
      if (length > 0) onProgress?.(Math.min(1, received / length));
    }
    return new Blob(pieces);
  } catch (error) {
    signal.throwIfAborted();
    throw new DownloadError(
      'The model could not be loaded: check your connection and try again, or load the page again.',
      { cause: error },
    );
  }
}

/** Streams are not iterable in every browser yet. */
async function* piecesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const reader = stream.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
}
