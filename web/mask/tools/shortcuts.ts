import { type Tool, toolOfKey } from './tool.ts';

export type Shortcut =
  | { readonly type: 'tool'; readonly tool: Tool }
  | { readonly type: 'undo' | 'redo' }
  | { readonly type: 'fit' }
  | { readonly type: 'tip'; readonly factor: number }
  | { readonly type: 'zoom'; readonly factor: number }
  | { readonly type: 'choose'; readonly choice: number }
  /** Moves or uses the crosshair. These keys work only while the photo has the focus. */
  | { readonly type: 'move'; readonly dx: number; readonly dy: number }
  | { readonly type: 'use'; readonly opposite: boolean }
  | { readonly type: 'escape' };

/** The used part of a keyboard event. */
export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export const zoomStep = 1.25;
/** Steps of the crosshair in CSS pixels. */
const step = { fine: 2, normal: 12 };

const directions: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const plain: Readonly<Record<string, Shortcut>> = {
  '+': { type: 'zoom', factor: zoomStep },
  '=': { type: 'zoom', factor: zoomStep },
  '-': { type: 'zoom', factor: 1 / zoomStep },
  '0': { type: 'fit' },
  '1': { type: 'choose', choice: 0 },
  '2': { type: 'choose', choice: 1 },
  '3': { type: 'choose', choice: 2 },
  ']': { type: 'tip', factor: 1.25 },
  '[': { type: 'tip', factor: 1 / 1.25 },
  Escape: { type: 'escape' },
};

/** The shortcut of a key. Undefined for keys that the browser should handle. */
export function shortcutOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Key): Shortcut | undefined {
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() === 'z') return { type: shiftKey ? 'redo' : 'undo' };
    return key.toLowerCase() === 'y' ? { type: 'redo' } : undefined;
  }
  const direction = directions[key];
  if (direction) {
    const by = shiftKey ? step.fine : step.normal;
    return { type: 'move', dx: direction[0] * by, dy: direction[1] * by };
  }
  if (key === 'Enter') return { type: 'use', opposite: altKey || shiftKey };
  if (altKey) return undefined;
  const tool = toolOfKey(key);
  return tool ? { type: 'tool', tool } : plain[key];
}
