import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import type { Cloud } from '../load/cloud.ts';
import { download } from '../load/download.ts';
import type { ModelFiles } from '../load/files.ts';
import { parseCloud } from '../load/parse.ts';

export type Model =
  /** `share` is absent while nobody knows how much there is to come. */
  | { readonly phase: 'loading'; readonly share?: number }
  | { readonly phase: 'ready'; readonly file: Blob; readonly cloud: Cloud }
  /** The file may be there all the same, to be downloaded. */
  | { readonly phase: 'failed'; readonly message: string; readonly file?: Blob };

/** Fetches and reads a model. */
export function useModel(files: ModelFiles): [Model, retry: () => void] {
  const [model, setModel] = useState<Model>({ phase: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const load = useEffectEvent(async (signal: AbortSignal) => {
    let file: Blob | undefined;
    const show = (state: Model) => {
      if (!signal.aborted) setModel(state);
    };
    try {
      const url = await files.url('mesh', signal);
      file = await download(url, { signal, onProgress: (share) => show({ phase: 'loading', share }) });
      show({ phase: 'ready', file, cloud: await parseCloud(file, signal) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      show({ phase: 'failed', message, ...(file && { file }) });
    }
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model or attempt is another load
  useEffect(() => {
    const stop = new AbortController();
    setModel({ phase: 'loading' });
    void load(stop.signal);
    return () => stop.abort(new Error('The viewer was closed.'));
  }, [files.id, attempt]);
  return [model, useCallback(() => setAttempt((count) => count + 1), [])];
}
