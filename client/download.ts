import { DownloadError } from './errors.ts';
import { type RetryPolicy, type Sleep, withRetries } from './retry.ts';
import { guardedFetch } from './transport.ts';

/**
 * Downloads the file of a presigned URL.
 * @throws DownloadError with the object store's status; NetworkError
 */
export function fetchFile(
  url: string,
  fetcher: typeof fetch,
  retry: { policy: RetryPolicy; sleep: Sleep },
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const once = async () => {
    const response = await guardedFetch(fetcher, url, { signal: signal ?? null });
    if (!response.ok) throw new DownloadError(response.status);
    return new Uint8Array(await response.arrayBuffer());
  };
  return withRetries(once, retry.policy, retry.sleep, signal);
}
