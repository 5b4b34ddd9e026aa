import { useEffect, useEffectEvent, useState } from 'react';
import { download } from '../load/download.ts';
import type { ModelFiles } from '../load/files.ts';
import type { ModelScene } from '../scene/scene.ts';

/** How the model is shown. */
export type Surface = 'model' | 'splat';

export type SplatState = 'off' | 'loading' | 'shown' | 'failed';

/** Shows the splat while `isWanted`. The splat and its library are loaded on first use. */
export function useSplats(scene: ModelScene, files: ModelFiles, isWanted: boolean): SplatState {
  const [state, setState] = useState<SplatState>('off');
  const open = useEffectEvent(async (signal: AbortSignal) => {
    const [{ openSplats }, file] = await Promise.all([
      import('../scene/splat-cloud.ts'),
      files.url('splat', signal).then((url) => download(url, { signal })),
    ]);
    return openSplats(file, scene.renderer, scene.refresh);
  });
  useEffect(() => {
    if (!isWanted) return;
    const stop = new AbortController();
    setState('loading');
    const opened = open(stop.signal);
    opened.then(
      (splats) => {
        if (stop.signal.aborted) return;
        scene.showSplats(splats);
        setState('shown');
      },
      () => stop.signal.aborted || setState('failed'),
    );
    return () => {
      stop.abort();
      setState('off');
      scene.showSplats(undefined);
      opened.then(
        (splats) => splats.dispose(),
        () => undefined,
      );
    };
  }, [scene, isWanted]);
  return state;
}
