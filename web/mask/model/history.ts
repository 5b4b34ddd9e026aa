import type { Size } from '#client/mask/index.ts';
import { type Action, applyAction } from './actions.ts';
import type { Drawing } from './drawing.ts';

/** A drawing with its undo and redo steps. */
export interface History {
  readonly past: readonly Drawing[];
  readonly present: Drawing;
  readonly future: readonly Drawing[];
}

export type HistoryAction = Action | { readonly type: 'undo' } | { readonly type: 'redo' };

/** Older steps are dropped. */
const maxSteps = 200;

export function startHistory(present: Drawing): History {
  return { past: [], present, future: [] };
}

/** The history after an action, or the same object if nothing changes. */
export function advance(history: History, action: HistoryAction, photo: Size): History {
  const { past, present, future } = history;
  switch (action.type) {
    case 'undo': {
      const previous = past.at(-1);
      if (previous === undefined) return history;
      return { past: past.slice(0, -1), present: previous, future: [present, ...future] };
    }
    case 'redo': {
      const [next, ...rest] = future;
      if (next === undefined) return history;
      return { past: [...past, present], present: next, future: rest };
    }
    case 'click':
    case 'remove-click':
    case 'box':
    case 'remove-box':
    case 'choose':
    case 'stroke':
    case 'outline':
    case 'clear': {
      const next = applyAction(present, action, photo);
      if (next === present) return history;
      return { past: [...past, present].slice(-maxSteps), present: next, future: [] };
    }
  }
}
