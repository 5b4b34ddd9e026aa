import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { Size } from '#client/mask/index.ts';
import { draftsIn } from '../model/draft.ts';
import { blank } from '../model/drawing.ts';
import { advance, begin, type History, type HistoryAction } from '../model/history.ts';

export interface Drawn {
  readonly history: History;
  readonly act: (action: HistoryAction) => void;
  /** False when the browser has no room for the draft. */
  readonly isKept: boolean;
}

/** The drawing with its history; every step is kept as a draft, so that a reload goes on where it was. */
export function useDrawing(draftKey: string, photo: Size): Drawn {
  const drafts = useMemo(() => draftsIn(localStorage), []);
  const [history, act] = useReducer(
    (state: History, action: HistoryAction) => advance(state, action, photo),
    undefined,
    () => begin(drafts.load(draftKey, photo) ?? blank),
  );
  const [isKept, setKept] = useState(true);
  const { present } = history;
  const saved = useRef(present);
  useEffect(() => {
    if (saved.current === present) return;
    saved.current = present;
    setKept(drafts.save(draftKey, photo, present));
  }, [drafts, draftKey, photo, present]);
  return { history, act, isKept };
}
