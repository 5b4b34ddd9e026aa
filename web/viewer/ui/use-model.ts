import { useEffect, useEffectEvent, useState } from 'react';
import { download } from '../load/download.ts';
import type { ModelFiles } from '../load/files.ts';
import { parseShape } from '../load/parse.ts';
import type { Shape } from '../load/shape.ts';

export type Model =
  /** `share` is absent if the server doesn't send the file's length. */
  | { readonly phase: 'loading'; readonly share?: number }
  | { readonly phase: 'ready'; readonly file: Blob; readonly shape: Shape }
  /** The file may still be available for download. */
  | { readonly phase: 'failed'; readonly message: string; readonly file?: Blob };

/** Fetches and reads a model, once. */
export function useModel(files: ModelFiles): Model {
  const [model, setModel] = useState<Model>({ phase: 'loading' });
  const load = useEffectEvent(async (signal: AbortSignal) => {
    let file: Blob | undefined;
    const show = (state: Model) => {
      if (!signal.aborted) setModel(state);
    };
    try {
      const url = await files.url('mesh', signal);
      file = await download(url, { signal, onProgress: (share) => show({ phase: 'loading', share }) });
      show({ phase: 'ready', file, shape: await parseShape(file, signal) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      show({ phase: 'failed', message, ...(file && { file }) });
    }
  });
  useEffect(() => {
    const closing = new AbortController();
    void load(closing.signal);
    return () => closing.abort(new Error('The viewer was closed.'));
  }, []);
  return model;
}
