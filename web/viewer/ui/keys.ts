import type { ModelScene } from '../scene/scene.ts';

/** The part of a keyboard event that is used. */
export interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

type Steered = Pick<ModelScene, 'turn' | 'move' | 'zoom' | 'reset'>;

/** Radians of a key press. */
const turn = Math.PI / 18;
/** Share of the model's radius. */
const step = 0.1;
const nearer = 1 / 1.15;

const arrows: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Turns, moves and zooms by keyboard. @returns whether the key is one of the viewer's */
export function steer(scene: Steered, { key, shiftKey, ctrlKey, metaKey, altKey }: Key): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  const arrow = arrows[key];
  if (arrow) {
    const [right, up] = arrow;
    if (shiftKey) scene.move(right * step, up * step);
    else scene.turn(right * turn, up * turn);
    return true;
  }
  if (key === '+' || key === '=') scene.zoom(nearer);
  else if (key === '-') scene.zoom(1 / nearer);
  else if (key === '0' || key === 'Home') scene.reset();
  else return false;
  return true;
}
