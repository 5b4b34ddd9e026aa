import { NetworkError } from '#client/errors.ts';
import type { FormPoster } from '#client/upload.ts';

/** Posts forms with XMLHttpRequest, since `fetch` does not tell how much has been sent. */
export const xhrPoster: FormPoster = (url, form, { signal, onProgress }) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal?.addEventListener('abort', stop, { once: true });
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(loaded, total);
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = () => reject(new NetworkError(new URL(url).origin));
    request.onabort = () => reject(signal?.reason);
    request.onloadend = () => signal?.removeEventListener('abort', stop);
    request.open('POST', url);
    request.send(form);
  });
