import { type KeyboardEvent, useState } from 'react';
import { type Shortcut, shortcutOf } from '../tools/shortcuts.ts';

export interface Shortcuts {
  /** Space is held down. */
  readonly isMoving: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onKeyUp: (event: KeyboardEvent) => void;
}

/** Handles shortcuts. Crosshair keys work only on the photo, for which `isStage` is true. */
export function useShortcuts(
  isStage: (target: EventTarget) => boolean,
  run: (shortcut: Shortcut) => void,
): Shortcuts {
  const [isMoving, setMoving] = useState(false);
  return {
    isMoving,
    onKeyDown: (event) => {
      const onStage = isStage(event.target);
      if (event.target instanceof HTMLInputElement && event.target.type !== 'range') return;
      if (onStage && event.key === ' ') {
        event.preventDefault();
        setMoving(true);
        return;
      }
      const shortcut = shortcutOf(event);
      if (!shortcut || (needsStage(shortcut) && !onStage)) return;
      event.preventDefault();
      run(shortcut);
    },
    onKeyUp: (event) => {
      if (event.key === ' ') setMoving(false);
    },
  };
}

function needsStage({ type }: Shortcut): boolean {
  return type === 'move' || type === 'use';
}
