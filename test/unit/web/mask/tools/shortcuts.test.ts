import { describe, expect, it } from 'vitest';
import { type Key, type Shortcut, shortcutOf } from '#web/mask/tools/shortcuts.ts';
import { resizeTip, tipSize } from '#web/mask/tools/tool.ts';

function press(key: string, more: Partial<Key> = {}): Shortcut | undefined {
  return shortcutOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
}

describe('shortcutOf', () => {
  it.each<[string, Partial<Key>, Shortcut]>([
    ['b', {}, { type: 'tool', tool: 'brush' }],
    ['X', { shiftKey: true }, { type: 'tool', tool: 'box' }],
    ['z', { ctrlKey: true }, { type: 'undo' }],
    ['Z', { metaKey: true, shiftKey: true }, { type: 'redo' }],
    ['y', { ctrlKey: true }, { type: 'redo' }],
    ['2', {}, { type: 'choose', choice: 1 }],
    ['0', {}, { type: 'fit' }],
    ['ArrowUp', {}, { type: 'move', dx: 0, dy: -12 }],
    ['ArrowRight', { shiftKey: true }, { type: 'move', dx: 2, dy: 0 }],
    ['Enter', {}, { type: 'use', opposite: false }],
    ['Enter', { altKey: true }, { type: 'use', opposite: true }],
    ['Escape', {}, { type: 'escape' }],
  ])('maps %s with %o', (key, more, shortcut) => {
    expect(press(key, more)).toEqual(shortcut);
  });

  it.each<[string, Partial<Key>]>([
    ['r', { ctrlKey: true }],
    ['0', { metaKey: true }],
    ['a', { altKey: true }],
    ['Tab', {}],
    ['q', {}],
  ])('leaves %s with %o to the browser', (key, more) => {
    expect(press(key, more)).toBeUndefined();
  });
});

describe('the size of the brush', () => {
  it('changes with every key press, within its limits', () => {
    const sizes = (factor: number) => {
      let size: number = tipSize.initial;
      return Array.from({ length: 40 }, () => {
        size = resizeTip(size, factor);
        return size;
      });
    };

    expect(sizes(1.25).at(-1)).toBe(tipSize.max);
    expect(sizes(0.8).at(-1)).toBe(tipSize.min);
    expect(resizeTip(4, 1.1)).toBe(5);
  });
});
