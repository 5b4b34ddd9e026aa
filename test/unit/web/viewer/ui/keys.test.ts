import { describe, expect, it } from 'vitest';
import { handleKey } from '#web/viewer/ui/keys.ts';

describe('handleKey', () => {
  const press = (key: string, more = {}) => {
    const calls: string[] = [];
    const sign = (value: number) => Math.sign(value);
    const scene = {
      turn: (right: number, up: number) => void calls.push(`turn ${sign(right)} ${sign(up)}`),
      move: (right: number, up: number) => void calls.push(`move ${sign(right)} ${sign(up)}`),
      zoom: (factor: number) => void calls.push(factor < 1 ? 'closer' : 'farther'),
      reset: () => void calls.push('reset'),
    };
    const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
    return [handleKey(scene, { key, ...none, ...more }), ...calls];
  };

  it.each([
    ['ArrowLeft', {}, 'turn -1 0'],
    ['ArrowUp', {}, 'turn 0 1'],
    ['ArrowRight', { shiftKey: true }, 'move 1 0'],
    ['+', {}, 'closer'],
    ['-', {}, 'farther'],
    ['0', {}, 'reset'],
    ['Home', {}, 'reset'],
  ])('maps %s with %o to %s', (key, more, call) => {
    expect(press(key, more)).toEqual([true, call]);
  });

  it.each([
    ['Tab', {}],
    ['ArrowLeft', { altKey: true }],
    ['+', { ctrlKey: true }],
  ])('leaves %s with %o to the browser', (key, more) => {
    expect(press(key, more)).toEqual([false]);
  });
});
