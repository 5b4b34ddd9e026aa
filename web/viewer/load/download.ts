/** A file couldn't be fetched. The message says what to do. */
export class DownloadError extends Error {
  readonly code = 'DownloadFailed';
  override readonly name = 'DownloadError';
}

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** Called with the loaded share, 0 to 1, if the server sends the file's length. */
  readonly onProgress?: (share: number) => void;
  readonly fetch?: typeof fetch;
}

/**
 * Fetches a file and reports progress.
 * @throws DownloadError; the signal's reason if it is aborted
 */
export async function download(url: string, options: DownloadOptions): Promise<Blob> {
  const { signal, onProgress } = options;
  try {
    const response = await (options.fetch ?? fetch)(url, { signal });
    if (!response.ok || !response.body) throw new Error(`HTTP status ${response.status}`);
    const length = Number(response.headers.get('content-length') ?? 0);
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let received = 0;
    for await (const chunk of chunksOf(response.body)) {
      chunks.push(chunk);
      received += chunk.byteLength;
      if (length > 0) onProgress?.(Math.min(1, received / length));
    }
    return new Blob(chunks);
  } catch (error) {
    signal.throwIfAborted();
    throw new DownloadError('Check your connection and try again, or reload the page.', { cause: error });
  }
}

/** Not every browser can iterate over streams. */
async function* chunksOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const reader = stream.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) yield chunk.value;
}
