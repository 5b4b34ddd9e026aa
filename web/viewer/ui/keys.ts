import type { ModelScene } from '../scene/scene.ts';

/** The used part of a keyboard event. */
export interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

type Controllable = Pick<ModelScene, 'turn' | 'move' | 'zoom' | 'reset'>;

/** Radians per key press. */
const turn = Math.PI / 18;
/** Share of the model's radius per key press. */
const step = 0.1;
const closer = 1 / 1.15;

const arrows: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Rotates, pans and zooms by keyboard. @returns true if the viewer uses the key */
export function handleKey(scene: Controllable, { key, shiftKey, ctrlKey, metaKey, altKey }: Key): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  const arrow = arrows[key];
  if (arrow) {
    const [right, up] = arrow;
    if (shiftKey) scene.move(right * step, up * step);
    else scene.turn(right * turn, up * turn);
    return true;
  }
  if (key === '+' || key === '=') scene.zoom(closer);
  else if (key === '-') scene.zoom(1 / closer);
  else if (key === '0' || key === 'Home') scene.reset();
  else return false;
  return true;
}
