import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, applyAction } from '#web/mask/model/actions.ts';
import { blank, Drawing, isBlank, promptsOf } from '#web/mask/model/drawing.ts';
import { advance, type History, type HistoryAction, startHistory } from '#web/mask/model/history.ts';

const photo = { width: 600, height: 400 };
const coordinate = fc.double({ min: -1000, max: 2000, noNaN: true });
const label = fc.constantFrom(0 as const, 1 as const);
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    type: fc.constant('click' as const),
    click: fc.record({ x: coordinate, y: coordinate, label }),
  }),
  fc.record({ type: fc.constant('remove-click' as const), index: fc.nat(5) }),
  fc.record({
    type: fc.constant('box' as const),
    box: fc.record({ x0: coordinate, y0: coordinate, x1: coordinate, y1: coordinate }),
  }),
  fc.constant({ type: 'remove-box' as const }),
  fc.record({ type: fc.constant('choose' as const), choice: fc.nat(2) }),
  fc.record({
    type: fc.constant('stroke' as const),
    stroke: fc.record({
      kind: fc.constantFrom('brush' as const, 'eraser' as const),
      radius: fc.double({ min: 1, max: 100, noNaN: true }),
      path: fc.tuple(coordinate, coordinate),
    }),
  }),
  fc.constant({ type: 'outline' as const }),
  fc.constant({ type: 'clear' as const }),
);
const step: fc.Arbitrary<HistoryAction> = fc.oneof(
  { weight: 4, arbitrary: action },
  { weight: 1, arbitrary: fc.constant({ type: 'undo' as const }) },
  { weight: 1, arbitrary: fc.constant({ type: 'redo' as const }) },
);

function historyOf(steps: readonly HistoryAction[]): History {
  return steps.reduce((history, each) => advance(history, each, photo), startHistory(blank));
}

describe('a drawing', () => {
  it("starts with the photo's own outline until a click or a box takes its place", () => {
    const painted: HistoryAction[] = [
      { type: 'outline' },
      { type: 'stroke', stroke: { kind: 'eraser', radius: 9, path: [5, 5] } },
    ];
    const click: HistoryAction = { type: 'click', click: { x: 9, y: 9, label: 1 } };

    expect(historyOf(painted).present).toMatchObject({ outline: true, clicks: [] });
    expect(historyOf(painted).present.strokes).toHaveLength(1);
    expect(isBlank(historyOf([{ type: 'outline' }]).present)).toBe(false);
    expect(historyOf([...painted, click]).present.outline).toBeUndefined();
    expect(historyOf([...painted, click, { type: 'undo' }]).present.outline).toBe(true);
    expect(historyOf([click, { type: 'outline' }]).present.clicks).toEqual([]);
  });

  it('keeps clicks and box inside the photo after any actions', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { present } = historyOf(steps);

        expect(Drawing.safeParse(present).success).toBe(true);
        for (const { x, y } of present.clicks) {
          expect(x >= 0 && x < photo.width).toBe(true);
          expect(y >= 0 && y < photo.height).toBe(true);
        }
        if (present.box) {
          const { x0, y0, x1, y1 } = present.box;
          expect(x0 >= 0 && x0 < x1 && x1 <= photo.width).toBe(true);
          expect(y0 >= 0 && y0 < y1 && y1 <= photo.height).toBe(true);
        }
      }),
    );
  });

  it('clears the chosen suggestion with the next click, not with a stroke', () => {
    const chosen = historyOf([click(10, 10), { type: 'choose', choice: 2 }]).present;

    expect(applyAction(chosen, stroke(5, 5), photo).choice).toBe(2);
    expect(applyAction(chosen, click(20, 20), photo).choice).toBeUndefined();
  });

  it('ignores boxes that are too small', () => {
    expect(applyAction(blank, { type: 'box', box: { x0: 10, y0: 10, x1: 12, y1: 90 } }, photo)).toBe(blank);
  });

  it('is blank once it is cleared', () => {
    const { present } = historyOf([click(10, 10), stroke(5, 5), { type: 'clear' }]);

    expect(isBlank(present)).toBe(true);
  });
});

describe('promptsOf', () => {
  it('returns no prompts for excluded points alone', () => {
    expect(promptsOf(historyOf([click(10, 10, 0), stroke(5, 5)]).present)).toBeUndefined();
  });

  it('returns clicks and box', () => {
    const box = { x0: 10, y0: 20, x1: 90, y1: 80 };
    const { present } = historyOf([click(50, 50), click(5, 5, 0), { type: 'box', box }]);

    expect(promptsOf(present)).toEqual({ points: present.clicks, box });
  });
});

describe('undo and redo', () => {
  it('undoes every step to the start and redoes every step to the end', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const done = historyOf(actions);
        const undone = done.past.reduce((history) => advance(history, { type: 'undo' }, photo), done);
        const redone = done.past.reduce((history) => advance(history, { type: 'redo' }, photo), undone);

        expect(undone.present).toBe(blank);
        expect(redone).toEqual(done);
      }),
    );
  });

  it('drops the undone steps with a new action', () => {
    const { future } = historyOf([click(1, 1), { type: 'undo' }, click(2, 2)]);

    expect(future).toEqual([]);
  });

  it('adds no step for actions that change nothing', () => {
    const history = startHistory(blank);

    for (const idle of ['undo', 'redo', 'clear', 'remove-box'] as const)
      expect(advance(history, { type: idle }, photo)).toBe(history);
    expect(advance(history, { type: 'remove-click', index: 0 }, photo)).toBe(history);
  });

  it('undoes at most two hundred steps', () => {
    const { past } = historyOf(Array.from({ length: 250 }, (_, i) => click(i, i)));

    expect(past).toHaveLength(200);
  });
});

function click(x: number, y: number, label: 0 | 1 = 1): Action {
  return { type: 'click', click: { x, y, label } };
}

function stroke(x: number, y: number): Action {
  return { type: 'stroke', stroke: { kind: 'brush', radius: 3, path: [x, y] } };
}
