import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import type { Cloud } from '../load/cloud.ts';
import type { ModelScene } from '../scene/scene.ts';

/** From the start of the viewer's own code until the whole model is seen, as the browser's own measure. */
export const sceneMeasure = 'gen3d.viewer.scene';

export type SceneState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'shown'; readonly scene: ModelScene }
  /** No WebGL, or the graphics card was taken away. */
  | { readonly phase: 'failed' };

/** Builds the scene of a model in a container, with three.js fetched for it, and takes it down again. */
export function useScene(
  container: RefObject<HTMLElement | null>,
  cloud: Cloud,
  onGrab: () => void,
): SceneState {
  const [state, setState] = useState<SceneState>({ phase: 'starting' });
  const grab = useEffectEvent(onGrab);
  useEffect(() => {
    let built: ModelScene | undefined;
    let wanted = true;
    const build = async () => {
      const start = performance.now();
      const { ModelScene } = await import('../scene/scene.ts');
      if (!wanted || !container.current) return;
      const events = {
        onGrab: () => grab(),
        onSeen: () => performance.measure(sceneMeasure, { start }),
        onLost: () => setState({ phase: 'failed' }),
      };
      built = new ModelScene(container.current, cloud, events, prefersReducedMotion());
      setState({ phase: 'shown', scene: built });
    };
    build().catch(() => wanted && setState({ phase: 'failed' }));
    return () => {
      wanted = false;
      built?.dispose();
    };
  }, [container, cloud]);
  return state;
}

export function prefersReducedMotion(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Asked before anything is loaded. */
export function hasWebGl(): boolean {
  const context = document.createElement('canvas').getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}
