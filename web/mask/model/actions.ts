import type { Box, Click, Size } from '#client/mask/index.ts';
import { blank, type Drawing, isBlank, type Stroke } from './drawing.ts';
import { clamp } from './view.ts';

export type Action =
  | { readonly type: 'click'; readonly click: Click }
  | { readonly type: 'remove-click'; readonly index: number }
  | { readonly type: 'box'; readonly box: Box }
  | { readonly type: 'remove-box' }
  | { readonly type: 'choose'; readonly choice: number }
  | { readonly type: 'stroke'; readonly stroke: Stroke }
  | { readonly type: 'outline' }
  | { readonly type: 'clear' };

/** A box with a smaller side, in photo pixels, was drawn by mistake. */
const minBoxSide = 3;

/**
 * The drawing after an action, or the same object if nothing changes. Points outside the photo move to its border.
 * New clicks and boxes clear the choice, because the decoder finds other candidates for them, and take the place of
 * the photo's own outline.
 */
export function applyAction(drawing: Drawing, action: Action, photo: Size): Drawing {
  switch (action.type) {
    case 'click':
      return prompted(drawing, { clicks: [...drawing.clicks, inside(action.click, photo)] });
    case 'remove-click':
      if (drawing.clicks[action.index] === undefined) return drawing;
      return prompted(drawing, { clicks: drawing.clicks.filter((_, index) => index !== action.index) });
    case 'box': {
      const box = ordered(action.box, photo);
      if (box.x1 - box.x0 < minBoxSide || box.y1 - box.y0 < minBoxSide) return drawing;
      return { ...prompted(drawing, {}), box };
    }
    case 'remove-box': {
      const { box, ...rest } = drawing;
      return box === undefined ? drawing : prompted(rest, {});
    }
    case 'choose':
      return action.choice === drawing.choice ? drawing : { ...drawing, choice: action.choice };
    case 'stroke':
      return { ...drawing, strokes: [...drawing.strokes, action.stroke] };
    case 'outline':
      return { ...blank, outline: true };
    case 'clear':
      return isBlank(drawing) ? drawing : blank;
  }
}

function prompted(
  { choice: _choice, outline: _outline, ...drawing }: Drawing,
  change: Partial<Drawing>,
): Drawing {
  return { ...drawing, ...change };
}

/** Keeps a hundredth of a pixel from the border, so that a click stays within the last column and row. */
function inside({ x, y, label }: Click, { width, height }: Size): Click {
  return { x: clamp(x, width - 0.01), y: clamp(y, height - 0.01), label };
}

/** Sorts the corners: top left, then bottom right. */
function ordered({ x0, y0, x1, y1 }: Box, { width, height }: Size): Box {
  return {
    x0: clamp(Math.min(x0, x1), width),
    y0: clamp(Math.min(y0, y1), height),
    x1: clamp(Math.max(x0, x1), width),
    y1: clamp(Math.max(y0, y1), height),
  };
}
