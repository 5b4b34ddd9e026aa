import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type GestureHandlers, Gestures, longPressMs, type Pointer } from '#web/mask/tools/gestures.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start(drags: 'tool' | 'pan' = 'tool') {
  const events: string[] = [];
  const record = (name: string) => (at: { x: number; y: number }) =>
    void events.push(`${name} ${at.x},${at.y}`);
  const handlers: GestureHandlers = {
    drags: () => drags,
    tap: record('tap'),
    longPress: record('long press'),
    dragStart: record('drag from'),
    dragMove: record('drag to'),
    dragEnd: record('drag end'),
    dragCancel: () => void events.push('drag cancelled'),
    pan: (dx, dy) => void events.push(`pan ${dx},${dy}`),
    pinch: (factor, at) => void events.push(`pinch ${factor} at ${at.x},${at.y}`),
  };
  return { events, gestures: new Gestures(handlers) };
}

function at(x: number, y: number, more: Partial<Pointer> = {}): Pointer {
  return { id: 1, type: 'mouse', button: 0, alt: false, x, y, ...more };
}

describe('a pointer', () => {
  it('taps where it went down if it hardly moves', () => {
    const { events, gestures } = start();

    gestures.down(at(10, 10));
    gestures.move(at(12, 11));
    gestures.up(at(12, 11));

    expect(events).toEqual(['tap 10,10']);
  });

  it('drags from where it went down', () => {
    const { events, gestures } = start();

    gestures.down(at(10, 10));
    gestures.move(at(20, 10));
    gestures.move(at(30, 10));
    gestures.up(at(31, 10));

    expect(events).toEqual(['drag from 10,10', 'drag to 20,10', 'drag to 30,10', 'drag end 31,10']);
  });

  it.each([
    ['where the tool does not drag', 'pan', {}],
    ['with the middle button', 'tool', { button: 1 }],
    ['with the right button', 'tool', { button: 2 }],
  ] as const)('moves the photo %s', (_, drags, more) => {
    const { events, gestures } = start(drags);

    gestures.down(at(10, 10, more));
    gestures.move(at(30, 15, more));
    gestures.up(at(30, 15, more));

    expect(events).toEqual(['pan 20,5']);
  });

  it('cancels its drag when the system takes it away', () => {
    const { events, gestures } = start();

    gestures.down(at(10, 10));
    gestures.move(at(20, 10));
    gestures.cancel(1);
    gestures.up(at(20, 10));

    expect(events.at(-1)).toBe('drag cancelled');
  });
});

describe('a finger', () => {
  const finger = (x: number, y: number, id = 1) => at(x, y, { type: 'touch', id });

  it('long-presses without a tap if it stays', () => {
    const { events, gestures } = start();

    gestures.down(finger(10, 10));
    vi.advanceTimersByTime(longPressMs);
    gestures.up(finger(10, 10));

    expect(events).toEqual(['long press 10,10']);
  });

  it('does not long-press once it moves', () => {
    const { events, gestures } = start();

    gestures.down(finger(10, 10));
    gestures.move(finger(40, 10));
    vi.advanceTimersByTime(longPressMs);

    expect(events).toEqual(['drag from 10,10', 'drag to 40,10']);
  });

  it('taps despite small movements', () => {
    const { events, gestures } = start();

    gestures.down(finger(10, 10));
    gestures.move(finger(15, 15));
    gestures.up(finger(15, 15));

    expect(events).toEqual(['tap 10,10']);
  });

  it('cancels its drag and zooms when a second finger joins', () => {
    const { events, gestures } = start();

    gestures.down(finger(100, 100));
    gestures.move(finger(120, 100));
    gestures.down(finger(200, 100, 2));
    gestures.move(finger(280, 100, 2));
    gestures.up(finger(280, 100, 2));

    expect(events.slice(2)).toEqual(['drag cancelled', 'pan 40,0', 'pinch 2 at 200,100']);
  });

  it('pans without a tap if it stays after a pinch', () => {
    const { events, gestures } = start();

    gestures.down(finger(100, 100));
    gestures.down(finger(200, 100, 2));
    gestures.up(finger(200, 100, 2));
    gestures.move(finger(110, 100));
    gestures.up(finger(110, 100));

    expect(events).toEqual(['pan 10,0']);
  });
});
