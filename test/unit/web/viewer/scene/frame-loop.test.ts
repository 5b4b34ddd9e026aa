import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FrameLoop } from '#web/viewer/scene/frame-loop.ts';

/** Frames every 10 ms, when they are asked for. */
let requested: FrameRequestCallback | undefined;
let time = 1_000;
let log: string[] = [];
/** Steps that the picture needs at rest. */
let left = 0;

beforeEach(() => {
  [requested, time, log, left] = [undefined, 1_000, [], 0];
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => {
    requested = callback;
    return 7;
  });
  vi.stubGlobal('cancelAnimationFrame', () => {
    requested = undefined;
  });
});
afterEach(() => vi.unstubAllGlobals());

const loop = () =>
  new FrameLoop({
    move: (seconds) => void log.push(`move ${seconds}`),
    measure: (ms) => void log.push(`took ${ms}`),
    rest: () => {
      log.push('rest');
      return left-- > 1;
    },
  });

function frame(ms = 10): void {
  const callback = requested;
  requested = undefined;
  time += ms;
  callback?.(time);
}

describe('FrameLoop', () => {
  it('requests frames only while there is something to draw', () => {
    const frames = loop();
    expect(requested).toBeUndefined();

    frames.change();
    for (let i = 0; i < 40; i++) frame();

    expect(log).toEqual(['move 0.1', 'took 10', 'rest']);
    expect(requested).toBeUndefined();
  });

  it('measures consecutive frames while something moves', () => {
    const frames = loop();
    for (let i = 0; i < 3; i++) {
      frames.change();
      frame(30);
    }

    expect(log).toEqual(['move 0.1', 'took 30', 'move 0.03', 'took 30', 'move 0.03']);
  });

  it('does not measure the first frame after a pause', () => {
    const frames = loop();
    frames.change();
    frame();
    frame();
    frame(60);
    frames.change();
    frame();

    expect(log).toEqual(['move 0.1', 'took 10', 'move 0.08']);
  });

  it('completes the picture step by step at rest', () => {
    left = 3;
    const frames = loop();
    frames.change();
    for (let i = 0; i < 40; i++) frame();

    expect(log.slice(2)).toEqual(['rest', 'rest', 'rest']);
  });

  it('interrupts the steps at rest for a change', () => {
    left = 100;
    const frames = loop();
    frames.wake();
    frame();
    frames.change();
    frame();
    frame();

    expect(log).toEqual(['rest', 'move 0.1', 'took 10']);
  });

  it('stops with the scene', () => {
    const frames = loop();
    frames.change();
    frames.stop();
    frame();

    expect(log).toEqual([]);
  });
});
