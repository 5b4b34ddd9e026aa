import { describe, expect, it } from 'vitest';
import { DownloadError, download } from '#web/viewer/load/download.ts';

const { signal } = new AbortController();

describe('download', () => {
  const answering = (response: () => Response) => async () => response();

  it('reports progress', async () => {
    const shares: number[] = [];
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(30));
        controller.enqueue(new Uint8Array(10));
        controller.close();
      },
    });

    const file = await download('x', {
      signal,
      onProgress: (share) => shares.push(share),
      fetch: answering(() => new Response(body, { headers: { 'content-length': '40' } })),
    });

    expect(file.size).toBe(40);
    expect(shares).toEqual([0.75, 1]);
  });

  it('reports no progress for an unknown length', async () => {
    const shares: number[] = [];

    const file = await download('x', {
      signal,
      onProgress: (share) => shares.push(share),
      fetch: answering(() => new Response(new Uint8Array(5))),
    });

    expect([file.size, shares]).toEqual([5, []]);
  });

  it.each([
    ['an expired URL', answering(() => new Response('no', { status: 403 }))],
    ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
  ])('throws a DownloadError for %s', async (_, fetch) => {
    await expect(download('x', { signal, fetch })).rejects.toThrow(DownloadError);
  });

  it('throws the reason of an abort', async () => {
    const closing = new AbortController();
    closing.abort(new Error('closed'));

    const fetch = () => Promise.reject(new TypeError('aborted'));
    await expect(download('x', { signal: closing.signal, fetch })).rejects.toThrow('closed');
  });
});
