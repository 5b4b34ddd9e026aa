import { useState } from 'react';
import type { Box, Size } from '#client/mask/index.ts';
import type { Action } from '../model/actions.ts';
import { clamp, type Point, toPhoto, toScreen } from '../model/view.ts';
import { isPainting, type Tool } from '../tools/tool.ts';
import type { ViewAction, Viewing } from './use-view.ts';

export interface Crosshair {
  /** Position in photo pixels. Undefined until a key moves or uses the crosshair. */
  readonly at: Point | undefined;
  /** The box from the corner set with Enter to the crosshair. */
  readonly box: Box | undefined;
  move(dx: number, dy: number): void;
  /** Uses the tool at the crosshair. `opposite` swaps including and excluding. */
  use(opposite: boolean): void;
  hide(): void;
}

interface CrosshairOptions {
  readonly photo: Size;
  readonly viewing: Viewing;
  readonly changeView: (action: ViewAction) => void;
  readonly tool: Tool;
  /** Radius of the brush in photo pixels. */
  readonly radius: number;
  readonly act: (action: Action) => void;
}

/** A crosshair for the keyboard, which can do everything that a pointer can. */
export function useCrosshair(options: CrosshairOptions): Crosshair {
  const { photo, viewing, changeView, tool, radius, act } = options;
  const [shown, setShown] = useState<Point>();
  const [corner, setCorner] = useState<Point>();
  const { view, viewport } = viewing;
  const middle = toPhoto(view, { x: viewport.width / 2, y: viewport.height / 2 });
  const at = shown ?? middle;
  const show = (point: Point) => {
    setShown(point);
    changeView({ type: 'reveal', point });
  };
  return {
    at: shown,
    box: tool === 'box' && corner && shown ? boxOf(corner, shown) : undefined,
    move: (dx, dy) => {
      const screen = toScreen(view, at);
      const moved = toPhoto(view, { x: screen.x + dx, y: screen.y + dy });
      show({ x: clamp(moved.x, photo.width - 0.01), y: clamp(moved.y, photo.height - 0.01) });
    },
    use: (opposite) => {
      show(at);
      if (isPainting(tool)) act({ type: 'stroke', stroke: { kind: tool, radius, path: [at.x, at.y] } });
      else if (tool !== 'box')
        act({ type: 'click', click: { ...at, label: (tool === 'remove') === opposite ? 1 : 0 } });
      else if (corner) {
        setCorner(undefined);
        act({ type: 'box', box: boxOf(corner, at) });
      } else setCorner(at);
    },
    hide: () => {
      setShown(undefined);
      setCorner(undefined);
    },
  };
}

export function boxOf(a: Point, b: Point): Box {
  return { x0: a.x, y0: a.y, x1: b.x, y1: b.y };
}
