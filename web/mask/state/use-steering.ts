import { useState } from 'react';
import type { Box, Size } from '#client/mask/index.ts';
import type { Action } from '../model/actions.ts';
import { type Place, toPhoto, toScreen } from '../model/view.ts';
import { isPainting, type Tool } from '../tools/tool.ts';
import type { ViewAction, Viewing } from './use-view.ts';

export interface Steering {
  /** Where the arrow keys have moved it, in photo pixels; undefined until they do. */
  readonly crosshair: Place | undefined;
  /** From the corner that Enter set to the crosshair. */
  readonly box: Box | undefined;
  steer(dx: number, dy: number): void;
  /** Uses the tool at the crosshair; opposite means the other kind of click. */
  place(opposite: boolean): void;
  hide(): void;
}

interface SteeringOptions {
  readonly photo: Size;
  readonly viewing: Viewing;
  readonly changeView: (action: ViewAction) => void;
  readonly tool: Tool;
  /** Of the brush, in photo pixels. */
  readonly radius: number;
  readonly act: (action: Action) => void;
}

/** Everything that a pointer can do on the photo, by keyboard. */
export function useSteering({ photo, viewing, changeView, tool, radius, act }: SteeringOptions): Steering {
  const [crosshair, setCrosshair] = useState<Place>();
  const [corner, setCorner] = useState<Place>();
  const { view, viewport } = viewing;
  const middle = toPhoto(view, { x: viewport.width / 2, y: viewport.height / 2 });
  const at = crosshair ?? middle;
  const show = (place: Place) => {
    setCrosshair(place);
    changeView({ type: 'reveal', place });
  };
  return {
    crosshair,
    box: tool === 'box' && corner && crosshair ? boxOf(corner, crosshair) : undefined,
    steer: (dx, dy) => {
      const screen = toScreen(view, at);
      const moved = toPhoto(view, { x: screen.x + dx, y: screen.y + dy });
      show({ x: within(moved.x, photo.width - 0.01), y: within(moved.y, photo.height - 0.01) });
    },
    place: (opposite) => {
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
      setCrosshair(undefined);
      setCorner(undefined);
    },
  };
}

export function boxOf(a: Place, b: Place): Box {
  return { x0: a.x, y0: a.y, x1: b.x, y1: b.y };
}

function within(value: number, limit: number): number {
  return Math.min(limit, Math.max(0, value));
}
