import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type GestureHandlers, Gestures, longPressMs, type Pointer } from '#web/mask/tools/gestures.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start(drags: 'tool' | 'pan' = 'tool') {
  const told: string[] = [];
  const tell = (name: string) => (at: { x: number; y: number }) => void told.push(`${name} ${at.x},${at.y}`);
  const handlers: GestureHandlers = {
    drags: () => drags,
    tap: tell('tap'),
    longPress: tell('long press'),
    dragStart: tell('drag from'),
    dragMove: tell('drag to'),
    dragEnd: tell('drag end'),
    dragCancel: () => void told.push('drag cancelled'),
    pan: (dx, dy) => void told.push(`pan ${dx},${dy}`),
    pinch: (factor, at) => void told.push(`pinch ${factor} at ${at.x},${at.y}`),
  };
  return { told, gestures: new Gestures(handlers) };
}

function at(x: number, y: number, more: Partial<Pointer> = {}): Pointer {
  return { id: 1, type: 'mouse', button: 0, alt: false, x, y, ...more };
}

describe('a pointer', () => {
  it('that hardly moves taps where it went down', () => {
    const { told, gestures } = start();

    gestures.down(at(10, 10));
    gestures.move(at(12, 11));
    gestures.up(at(12, 11));

    expect(told).toEqual(['tap 10,10']);
  });

  it('drags from where it went down', () => {
    const { told, gestures } = start();

    gestures.down(at(10, 10));
    gestures.move(at(20, 10));
    gestures.move(at(30, 10));
    gestures.up(at(31, 10));

    expect(told).toEqual(['drag from 10,10', 'drag to 20,10', 'drag to 30,10', 'drag end 31,10']);
  });

  it.each([
    ['where the tool does not drag', 'pan', {}],
    ['with the middle button', 'tool', { button: 1 }],
    ['with the right button', 'tool', { button: 2 }],
  ] as const)('moves the photo %s', (_, drags, more) => {
    const { told, gestures } = start(drags);

    gestures.down(at(10, 10, more));
    gestures.move(at(30, 15, more));
    gestures.up(at(30, 15, more));

    expect(told).toEqual(['pan 20,5']);
  });

  it('that the system takes away cancels its drag', () => {
    const { told, gestures } = start();

    gestures.down(at(10, 10));
    gestures.move(at(20, 10));
    gestures.cancel(1);
    gestures.up(at(20, 10));

    expect(told.at(-1)).toBe('drag cancelled');
  });
});

describe('a finger', () => {
  const finger = (x: number, y: number, id = 1) => at(x, y, { type: 'touch', id });

  it('that stays presses long, and does not tap besides', () => {
    const { told, gestures } = start();

    gestures.down(finger(10, 10));
    vi.advanceTimersByTime(longPressMs);
    gestures.up(finger(10, 10));

    expect(told).toEqual(['long press 10,10']);
  });

  it('that moves presses no more', () => {
    const { told, gestures } = start();

    gestures.down(finger(10, 10));
    gestures.move(finger(40, 10));
    vi.advanceTimersByTime(longPressMs);

    expect(told).toEqual(['drag from 10,10', 'drag to 40,10']);
  });

  it('may tremble and still tap', () => {
    const { told, gestures } = start();

    gestures.down(finger(10, 10));
    gestures.move(finger(15, 15));
    gestures.up(finger(15, 15));

    expect(told).toEqual(['tap 10,10']);
  });

  it('that a second one joins takes back its drag; both zoom', () => {
    const { told, gestures } = start();

    gestures.down(finger(100, 100));
    gestures.move(finger(120, 100));
    gestures.down(finger(200, 100, 2));
    gestures.move(finger(280, 100, 2));
    gestures.up(finger(280, 100, 2));

    expect(told.slice(2)).toEqual(['drag cancelled', 'pan 40,0', 'pinch 2 at 200,100']);
  });

  it('that is left after a pinch moves the photo and taps nothing', () => {
    const { told, gestures } = start();

    gestures.down(finger(100, 100));
    gestures.down(finger(200, 100, 2));
    gestures.up(finger(200, 100, 2));
    gestures.move(finger(110, 100));
    gestures.up(finger(110, 100));

    expect(told).toEqual(['pan 10,0']);
  });
});
