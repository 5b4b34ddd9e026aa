import { type RefObject, useMemo, useRef, useState } from 'react';
import type { Marks } from '../canvas/draw-marks.ts';
import type { Picture } from '../canvas/photo.ts';
import type { History, HistoryAction } from '../model/history.ts';
import { workingSize } from '../model/working-size.ts';
import type { Shortcut } from '../tools/shortcuts.ts';
import { isPainting, resizeTip, type Tool, tipSize } from '../tools/tool.ts';
import type { MaskEditorProps } from '../ui/mask-editor.tsx';
import { useDrawing } from './use-drawing.ts';
import { type Decoder, useMaskWorker } from './use-mask-worker.ts';
import { useOwnMask } from './use-own-mask.ts';
import { type Selection, useSelection } from './use-selection.ts';
import { type Shortcuts, useShortcuts } from './use-shortcuts.ts';
import { useSteering } from './use-steering.ts';
import { useStroke } from './use-stroke.ts';
import { type Submission, useSubmission } from './use-submission.ts';
import { useToolPointers } from './use-tool-pointers.ts';
import { useView, type ViewAction, type Viewing } from './use-view.ts';

/** Everything that the editor shows, and what changes it. */
export interface EditorState {
  readonly stage: RefObject<HTMLDivElement | null>;
  readonly tool: Tool;
  readonly setTool: (tool: Tool) => void;
  /** Diameter of brush and eraser in CSS pixels; undefined while another tool is used. */
  readonly tip: number | undefined;
  readonly setTip: (tip: number) => void;
  readonly cursor: 'crosshair' | 'grab' | 'none';
  readonly history: History;
  readonly act: (action: HistoryAction) => void;
  /** The drawing would survive a reload. */
  readonly isKept: boolean;
  readonly viewing: Viewing;
  readonly changeView: (action: ViewAction) => void;
  readonly decoder: Decoder;
  readonly selection: Selection;
  readonly marks: Marks;
  readonly shortcuts: Shortcuts;
  readonly leaveStage: () => void;
  readonly own: ReturnType<typeof useOwnMask>;
  readonly submission: Submission;
  readonly submit: () => Promise<void>;
}

export function useEditor(props: MaskEditorProps, picture: Picture): EditorState {
  const photo = picture.size;
  const size = useMemo(() => workingSize(photo), [photo]);
  const stage = useRef<HTMLDivElement>(null);
  const [tool, setTool] = useState<Tool>('add');
  const [tip, setTip] = useState<number>(tipSize.usual);
  const round = props.round ?? 0;
  const own = useOwnMask(photo, size, round);
  const { history, act, isKept } = useDrawing(props.draftKey, photo);
  const drawing = history.present;
  const [viewing, changeView] = useView(photo);
  const decoder = useMaskWorker(props.loadEmbeddings, photo);
  const selection = useSelection(drawing, own.mask, decoder, size, photo);
  const [submission, submit] = useSubmission({
    worker: decoder.worker,
    drawing,
    own: own.mask,
    photo,
    round,
    onSubmit: props.onSubmit,
  });
  const radius = tip / 2 / viewing.view.scale;
  const stroke = useStroke(selection.mask, selection.layer, size, photo);
  const steering = useSteering({ photo, viewing, changeView, tool, radius, act });
  const run = (shortcut: Shortcut) => {
    switch (shortcut.type) {
      case 'tool':
        return setTool(shortcut.tool);
      case 'undo':
      case 'redo':
        return act(shortcut);
      case 'choose':
        return selection.found.candidates[shortcut.choice] ? act(shortcut) : undefined;
      case 'fit':
      case 'zoom':
        return changeView(shortcut);
      case 'tip':
        return setTip((now) => resizeTip(now, shortcut.factor));
      case 'steer':
        return steering.steer(shortcut.dx, shortcut.dy);
      case 'place':
        return steering.place(shortcut.opposite);
      case 'escape':
        return steering.hide();
    }
  };
  const shortcuts = useShortcuts((target) => target === stage.current, run);
  const usedTool = own.mask ? 'move' : tool;
  const { isMoving } = shortcuts;
  const pointers = useToolPointers(stage, {
    ...{ tool: usedTool, isMoving, drawing, viewing, changeView, radius, stroke, act },
    redraw: selection.redraw,
  });
  const shownTip = isPainting(usedTool) ? tip : undefined;
  const marks = useMemo((): Marks => {
    if (own.mask) return { clicks: [] };
    return {
      clicks: drawing.clicks,
      box: pointers.box ?? steering.box ?? drawing.box,
      crosshair: steering.crosshair,
      tip: shownTip && pointers.hovered ? { at: pointers.hovered, radius: shownTip / 2 } : undefined,
    };
  }, [own.mask, drawing, pointers.box, pointers.hovered, steering.box, steering.crosshair, shownTip]);
  return {
    ...{
      stage,
      tool,
      setTool,
      tip: shownTip,
      setTip,
      history,
      act,
      isKept,
      viewing,
      changeView,
      decoder,
      selection,
    },
    ...{ marks, shortcuts, leaveStage: steering.hide, own, submission, submit },
    cursor: usedTool === 'move' || isMoving ? 'grab' : shownTip ? 'none' : 'crosshair',
  };
}
