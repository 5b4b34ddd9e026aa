import { type RefObject, useMemo, useRef, useState } from 'react';
import type { Embeddings } from '#client/mask/index.ts';
import type { Reason } from '#contracts/common.ts';
import type { MaskLimits } from '#contracts/web-config.ts';
import type { Markers } from '../canvas/draw-markers.ts';
import type { Picture } from '../canvas/photo.ts';
import type { History, HistoryAction } from '../model/history.ts';
import { workingSize } from '../model/working-size.ts';
import type { Shortcut } from '../tools/shortcuts.ts';
import { isPainting, resizeTip, type Tool, tipSize } from '../tools/tool.ts';
import { useCrosshair } from './use-crosshair.ts';
import { useDrawing } from './use-drawing.ts';
import { type Decoder, useMaskWorker } from './use-mask-worker.ts';
import { type Selection, useSelection } from './use-selection.ts';
import { type Shortcuts, useShortcuts } from './use-shortcuts.ts';
import { useStroke } from './use-stroke.ts';
import { type Submission, useSubmission } from './use-submission.ts';
import { useToolPointers } from './use-tool-pointers.ts';
import { useUploadedMask } from './use-uploaded-mask.ts';
import { useView, type ViewAction, type Viewing } from './use-view.ts';

export interface MaskEditorProps {
  /** The prepared photo. */
  readonly photo: Blob;
  /** A mask of what is opaque in the user's photo, of the prepared photo's size. */
  readonly outline?: Blob | undefined;
  /** Loads the session's embedding. Called again after a failure. */
  readonly loadEmbeddings: () => Promise<Embeddings>;
  /** Why the server rejected the last mask. */
  readonly refusal?: Reason | undefined;
  /** How many masks of this session were rejected so far. */
  readonly round?: number;
  /** The deployment's limits. Without them only the server checks masks. */
  readonly limits?: MaskLimits | undefined;
  /** Submits a PNG of the photo's size, or the user's own file. The editor shows what it throws, and the user can try again. */
  readonly onSubmit: (mask: Blob) => Promise<void>;
  /** Key of the draft in the browser's storage. */
  readonly draftKey: string;
}

/** The editor's state, and the functions that change it. */
export interface EditorState {
  readonly stage: RefObject<HTMLDivElement | null>;
  readonly tool: Tool;
  readonly setTool: (tool: Tool) => void;
  /** Diameter of brush and eraser in CSS pixels. Undefined for other tools. */
  readonly tip: number | undefined;
  readonly setTip: (tip: number) => void;
  readonly cursor: 'crosshair' | 'grab' | 'none';
  readonly history: History;
  readonly act: (action: HistoryAction) => void;
  /** True if the draft survives a reload. */
  readonly isSaved: boolean;
  readonly viewing: Viewing;
  readonly changeView: (action: ViewAction) => void;
  readonly decoder: Decoder;
  readonly selection: Selection;
  readonly markers: Markers;
  readonly shortcuts: Shortcuts;
  readonly leaveStage: () => void;
  readonly uploaded: ReturnType<typeof useUploadedMask>;
  readonly limits: MaskLimits;
  readonly submission: Submission;
  readonly submit: () => Promise<void>;
}

/** The server decides about masks of deployments that publish no limits; an empty mask is never one. */
const unlimited: MaskLimits = { minCoverage: 0, maxCoverage: 100, maxBytes: Number.POSITIVE_INFINITY };

export function useEditor(props: MaskEditorProps, picture: Picture): EditorState {
  const photo = picture.size;
  const size = useMemo(() => workingSize(photo), [photo]);
  const stage = useRef<HTMLDivElement>(null);
  const [tool, setTool] = useState<Tool>('add');
  const [tip, setTip] = useState<number>(tipSize.initial);
  const round = props.round ?? 0;
  const limits = props.limits ?? unlimited;
  const uploaded = useUploadedMask(photo, size, round, limits);
  const { history, act, isSaved } = useDrawing(props.draftKey, photo);
  const drawing = history.present;
  const [viewing, changeView] = useView(photo);
  const decoder = useMaskWorker(props.loadEmbeddings, photo);
  const selection = useSelection(drawing, uploaded.mask, decoder, size, picture);
  const [submission, submit] = useSubmission({
    worker: decoder.worker,
    drawing,
    uploaded: uploaded.mask,
    outline: props.outline,
    photo,
    limits,
    round,
    onSubmit: props.onSubmit,
  });
  const radius = tip / 2 / viewing.view.scale;
  const stroke = useStroke(selection.mask, selection.layer, size, photo);
  const crosshair = useCrosshair({ photo, viewing, changeView, tool, radius, act });
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
      case 'move':
        return crosshair.move(shortcut.dx, shortcut.dy);
      case 'use':
        return crosshair.use(shortcut.opposite);
      case 'escape':
        return crosshair.hide();
    }
  };
  const shortcuts = useShortcuts((target) => target === stage.current, run);
  const activeTool = uploaded.mask ? 'move' : tool;
  const { isMoving } = shortcuts;
  const pointers = useToolPointers(stage, {
    ...{ tool: activeTool, isMoving, drawing, viewing, changeView, radius, stroke, act },
    redraw: selection.redraw,
  });
  const shownTip = isPainting(activeTool) ? tip : undefined;
  const markers = useMemo((): Markers => {
    if (uploaded.mask) return { clicks: [] };
    return {
      clicks: drawing.clicks,
      box: pointers.box ?? crosshair.box ?? drawing.box,
      crosshair: crosshair.at,
      tip: shownTip && pointers.hovered ? { at: pointers.hovered, radius: shownTip / 2 } : undefined,
    };
  }, [uploaded.mask, drawing, pointers.box, pointers.hovered, crosshair.box, crosshair.at, shownTip]);
  return {
    ...{
      stage,
      tool,
      setTool,
      tip: shownTip,
      setTip,
      history,
      act,
      isSaved,
      viewing,
      changeView,
      decoder,
      selection,
    },
    ...{ markers, shortcuts, leaveStage: crosshair.hide, uploaded, limits, submission, submit },
    cursor: activeTool === 'move' || isMoving ? 'grab' : shownTip ? 'none' : 'crosshair',
  };
}
