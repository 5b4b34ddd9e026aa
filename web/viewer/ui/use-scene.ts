import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import type { Shape } from '../load/shape.ts';
import type { ModelScene } from '../scene/scene.ts';

/** Performance measure from the start of the scene's code until the entire model is shown. */
export const sceneMeasure = 'gen3d.viewer.scene';

export type SceneState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'shown'; readonly scene: ModelScene }
  /** There is no WebGL, or its context was lost. */
  | { readonly phase: 'failed' };

/** Builds a model's scene in a container, and disposes of it. three.js is loaded on first use. */
export function useScene(
  container: RefObject<HTMLElement | null>,
  shape: Shape,
  onGrab: () => void,
): SceneState {
  const [state, setState] = useState<SceneState>({ phase: 'starting' });
  const grab = useEffectEvent(onGrab);
  useEffect(() => {
    let built: ModelScene | undefined;
    let current = true;
    const build = async () => {
      const start = performance.now();
      const { ModelScene } = await import('../scene/scene.ts');
      if (!current || !container.current) return;
      const events = {
        onGrab: () => grab(),
        onShown: () => performance.measure(sceneMeasure, { start }),
        onLost: () => setState({ phase: 'failed' }),
      };
      built = new ModelScene(container.current, shape, events, prefersReducedMotion());
      setState({ phase: 'shown', scene: built });
    };
    build().catch(() => current && setState({ phase: 'failed' }));
    return () => {
      current = false;
      built?.dispose();
    };
  }, [container, shape]);
  return state;
}

export function prefersReducedMotion(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

export function isTouch(): boolean {
  return window.matchMedia('(pointer: coarse)').matches;
}

/** Checks for WebGL 2 before anything is loaded. */
export function hasWebGl(): boolean {
  const context = document.createElement('canvas').getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}
