import type { UploadResponse } from '#contracts/api.ts';
import { UnexpectedAnswerError, UploadError } from './errors.ts';
import { type RetryPolicy, type Sleep, withRetries } from './retry.ts';
import { guardedFetch } from './transport.ts';

/** Called with the bytes sent so far, and all of them. */
export type UploadProgress = (sent: number, total: number) => void;

/** Posts a form. A page may pass one on XMLHttpRequest, which reports progress. */
export type FormPoster = (
  url: string,
  form: FormData,
  options: { signal?: AbortSignal | undefined; onProgress?: UploadProgress | undefined },
) => Promise<{ status: number; text: string }>;

export interface UploadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: UploadProgress;
}

/** A poster on `fetch`, which reports no progress in between. */
export function fetchPoster(fetcher: typeof fetch): FormPoster {
  return async (url, form, { signal }) => {
    const response = await guardedFetch(fetcher, url, { method: 'POST', body: form, signal: signal ?? null });
    return { status: response.status, text: await response.text() };
  };
}

/**
 * Sends a file with the presigned form of `POST /uploads`.
 * @throws UploadError with the object store's code; NetworkError
 * @example
 * const upload = await client.uploads({ kind: 'photo', session_id, content_type: 'image/png' });
 * await client.uploadFile(upload, file, { onProgress: (sent, total) => bar.set(sent / total) });
 */
export async function postFile(
  upload: UploadResponse,
  file: Blob,
  poster: FormPoster,
  retry: { policy: RetryPolicy; sleep: Sleep },
  options: UploadOptions = {},
): Promise<void> {
  const target = upload.upload;
  if (target === undefined) throw new UnexpectedAnswerError('POST /uploads', 'no upload form');
  options.onProgress?.(0, file.size);
  const once = async () => {
    const answer = await poster(target.url, formOf(target.fields, file), options);
    if (answer.status < 200 || answer.status > 299) throw refusedUpload(answer);
  };
  await withRetries(once, retry.policy, retry.sleep, options.signal);
  options.onProgress?.(file.size, file.size);
}

/** S3 reads the fields up to `file`, so the file comes last. */
function formOf(fields: Record<string, string>, file: Blob): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  return form;
}

function refusedUpload(answer: { status: number; text: string }): UploadError {
  const code = /<Code>([^<]{1,100})<\/Code>/.exec(answer.text)?.[1] ?? 'UploadFailed';
  const message =
    /<Message>([^<]{1,500})<\/Message>/.exec(answer.text)?.[1] ?? `HTTP status ${answer.status}.`;
  return new UploadError(answer.status, code, message);
}
