import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { Size } from '#client/mask/index.ts';
import { draftsIn } from '../model/draft.ts';
import { blank } from '../model/drawing.ts';
import { advance, type History, type HistoryAction, startHistory } from '../model/history.ts';

export interface Drawn {
  readonly history: History;
  readonly act: (action: HistoryAction) => void;
  /** False if the browser is out of storage. */
  readonly isSaved: boolean;
}

/** The drawing with its history. Every step is saved as a draft that survives a reload. */
export function useDrawing(draftKey: string, photo: Size): Drawn {
  const drafts = useMemo(() => draftsIn(localStorage), []);
  const [history, act] = useReducer(
    (state: History, action: HistoryAction) => advance(state, action, photo),
    undefined,
    () => startHistory(drafts.load(draftKey, photo) ?? blank),
  );
  const [isSaved, setSaved] = useState(true);
  const { present } = history;
  const lastSaved = useRef(present);
  useEffect(() => {
    if (lastSaved.current === present) return;
    lastSaved.current = present;
    setSaved(drafts.save(draftKey, photo, present));
  }, [drafts, draftKey, photo, present]);
  return { history, act, isSaved };
}
