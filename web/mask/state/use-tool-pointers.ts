import { type RefObject, useState } from 'react';
import type { Box } from '#client/mask/index.ts';
import type { Action } from '../model/actions.ts';
import type { Drawing } from '../model/drawing.ts';
import { type Point, toPhoto, toScreen } from '../model/view.ts';
import type { Pointer } from '../tools/gestures.ts';
import { isPainting, type Tool } from '../tools/tool.ts';
import { boxOf } from './use-crosshair.ts';
import { usePointers } from './use-pointers.ts';
import type { LiveStroke } from './use-stroke.ts';
import type { ViewAction, Viewing } from './use-view.ts';

interface ToolPointers {
  /** Position of the mouse in photo pixels. */
  readonly hovered: Point | undefined;
  /** The box that is being drawn. */
  readonly box: Box | undefined;
}

interface ToolPointerOptions {
  readonly tool: Tool;
  /** True while Space is pressed. Every tool pans then. */
  readonly isMoving: boolean;
  readonly drawing: Drawing;
  readonly viewing: Viewing;
  readonly changeView: (action: ViewAction) => void;
  /** Radius of the brush in photo pixels. */
  readonly radius: number;
  readonly stroke: LiveStroke;
  readonly act: (action: Action) => void;
  /** Redraws after part of a stroke, or shows the mask again. */
  readonly redraw: (what: 'stroke' | 'mask') => void;
}

/** A click within this distance of a marker, in CSS pixels, removes the marker. */
const markerReach: Readonly<Record<string, number>> = { mouse: 11, touch: 20 };

/** Uses the tool with pointers on the photo. */
export function useToolPointers(
  stage: RefObject<HTMLElement | null>,
  options: ToolPointerOptions,
): ToolPointers {
  const { tool, viewing, changeView, radius, stroke, act, redraw } = options;
  const { view } = viewing;
  const [hovered, setHovered] = useState<Point>();
  const [box, setBox] = useState<{ from: Point; to: Point }>();
  const finishStroke = () => {
    const finished = stroke.end();
    if (finished) act({ type: 'stroke', stroke: finished });
  };
  const click = (at: Pointer, opposite: boolean) => {
    const index = clickAt(options, at);
    if (index !== undefined) return act({ type: 'remove-click', index });
    const label = (tool === 'remove') === opposite ? 1 : 0;
    return act({ type: 'click', click: { ...toPhoto(view, at), label } });
  };
  usePointers(stage, {
    drags: () => (options.isMoving || !(tool === 'box' || isPainting(tool)) ? 'pan' : 'tool'),
    tap: (at) => {
      if (options.isMoving || tool === 'move' || tool === 'box') return;
      if (!isPainting(tool)) click(at, at.alt || at.button === 2);
      else if (at.button === 0) {
        stroke.start(tool, radius, toPhoto(view, at));
        finishStroke();
      }
    },
    longPress: (at) => {
      if (tool === 'add' || tool === 'remove') click(at, true);
    },
    dragStart: (at) => {
      const from = toPhoto(view, at);
      if (tool === 'box') setBox({ from, to: from });
      if (isPainting(tool)) stroke.start(tool, radius, from);
      redraw('stroke');
    },
    dragMove: (at) => {
      const to = toPhoto(view, at);
      setHovered(to);
      if (tool === 'box') setBox((drawn) => drawn && { from: drawn.from, to });
      stroke.move(to);
      redraw('stroke');
    },
    dragEnd: (at) => {
      if (box) act({ type: 'box', box: boxOf(box.from, toPhoto(view, at)) });
      setBox(undefined);
      finishStroke();
    },
    dragCancel: () => {
      setBox(undefined);
      stroke.end();
      redraw('mask');
    },
    pan: (dx, dy) => changeView({ type: 'pan', dx, dy }),
    pinch: (factor, at) => changeView({ type: 'zoom', factor, at }),
    wheel: (factor, at) => changeView({ type: 'zoom', factor, at }),
    hover: (at) => setHovered(at && toPhoto(view, at)),
  });
  return { hovered, box: box && boxOf(box.from, box.to) };
}

/** Index of the newest click whose marker is under a pointer. */
function clickAt({ drawing, viewing }: ToolPointerOptions, at: Pointer): number | undefined {
  const reach = markerReach[at.type] ?? 11;
  const index = drawing.clicks.findLastIndex((click) => {
    const marker = toScreen(viewing.view, click);
    return Math.hypot(marker.x - at.x, marker.y - at.y) <= reach;
  });
  return index < 0 ? undefined : index;
}
