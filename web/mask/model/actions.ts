import type { Box, Click, Size } from '#client/mask/index.ts';
import { blank, type Drawing, isBlank, type Stroke } from './drawing.ts';

export type Action =
  | { readonly type: 'click'; readonly click: Click }
  | { readonly type: 'remove-click'; readonly index: number }
  | { readonly type: 'box'; readonly box: Box }
  | { readonly type: 'remove-box' }
  | { readonly type: 'choose'; readonly choice: number }
  | { readonly type: 'stroke'; readonly stroke: Stroke }
  | { readonly type: 'clear' };

/** A box smaller than this, in photo pixels, was a slip of the hand. */
const smallestBox = 3;

/**
 * The drawing after an action; the same object where it changes nothing. Whatever lies outside the photo is moved
 * to its border. New clicks or boxes ask the decoder anew, so that its own favourite counts again.
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
      if (box.x1 - box.x0 < smallestBox || box.y1 - box.y0 < smallestBox) return drawing;
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
    case 'clear':
      return isBlank(drawing) ? drawing : blank;
  }
}

function prompted({ choice: _, ...drawing }: Drawing, change: Partial<Drawing>): Drawing {
  return { ...drawing, ...change };
}

/** A hundredth of a pixel inside, so that the last column and row are still hit. */
function inside({ x, y, label }: Click, { width, height }: Size): Click {
  return { x: within(x, width - 0.01), y: within(y, height - 0.01), label };
}

/** The top left corner first. */
function ordered({ x0, y0, x1, y1 }: Box, { width, height }: Size): Box {
  return {
    x0: within(Math.min(x0, x1), width),
    y0: within(Math.min(y0, y1), height),
    x1: within(Math.max(x0, x1), width),
    y1: within(Math.max(y0, y1), height),
  };
}

function within(value: number, limit: number): number {
  return Math.min(limit, Math.max(0, value));
}
