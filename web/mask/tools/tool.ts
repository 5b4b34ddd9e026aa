import type { IconName } from '#web/ui/icon.tsx';

export const tools = ['add', 'remove', 'box', 'brush', 'eraser', 'move'] as const;
export type Tool = (typeof tools)[number];

interface ToolText {
  readonly name: string;
  /** What it does, as a tooltip. */
  readonly tip: string;
  readonly key: string;
  readonly icon: IconName;
}

export const toolTexts: Record<Tool, ToolText> = {
  add: { name: 'Add', tip: 'Click parts of the object', key: 'A', icon: 'point-on' },
  remove: {
    name: 'Remove',
    tip: "Click anything that isn't part of the object",
    key: 'R',
    icon: 'point-off',
  },
  box: { name: 'Box', tip: 'Drag a box around the object', key: 'X', icon: 'box' },
  brush: { name: 'Brush', tip: 'Add missing areas', key: 'B', icon: 'brush' },
  eraser: { name: 'Eraser', tip: 'Erase extra areas', key: 'E', icon: 'eraser' },
  move: { name: 'Move', tip: 'Pan the photo', key: 'H', icon: 'move' },
};

export function isPainting(tool: Tool): tool is 'brush' | 'eraser' {
  return tool === 'brush' || tool === 'eraser';
}

/** The tool that a letter key selects. */
export function toolOfKey(key: string): Tool | undefined {
  return tools.find((tool) => toolTexts[tool].key === key.toUpperCase());
}

/** Diameter of brush and eraser in CSS pixels, so that zooming in makes them finer. */
export const tipSize = { min: 4, max: 120, initial: 32 } as const;

export function resizeTip(size: number, factor: number): number {
  const next = Math.round(size * factor) === size ? size + Math.sign(factor - 1) : Math.round(size * factor);
  return Math.min(tipSize.max, Math.max(tipSize.min, next));
}
