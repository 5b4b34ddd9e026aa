import type { IconName } from '#web/ui/icon.tsx';

export const tools = ['add', 'remove', 'box', 'brush', 'eraser', 'move'] as const;
export type Tool = (typeof tools)[number];

interface ToolText {
  readonly name: string;
  /** What it does, as a tip. */
  readonly tip: string;
  readonly key: string;
  readonly icon: IconName;
}

export const toolTexts: Record<Tool, ToolText> = {
  add: { name: 'Add', tip: 'Click what belongs to the object', key: 'A', icon: 'point-on' },
  remove: { name: 'Remove', tip: 'Click what does not belong to it', key: 'R', icon: 'point-off' },
  box: { name: 'Box', tip: 'Draw a box close around the object', key: 'X', icon: 'box' },
  brush: { name: 'Brush', tip: 'Paint what is missing', key: 'B', icon: 'brush' },
  eraser: { name: 'Eraser', tip: 'Rub out what is too much', key: 'E', icon: 'eraser' },
  move: { name: 'Move', tip: 'Move the photo', key: 'H', icon: 'move' },
};

export function isPainting(tool: Tool): tool is 'brush' | 'eraser' {
  return tool === 'brush' || tool === 'eraser';
}

/** The tool of a letter key. */
export function toolOfKey(key: string): Tool | undefined {
  return tools.find((tool) => toolTexts[tool].key === key.toUpperCase());
}

/** Diameter of brush and eraser in CSS pixels: closer up they paint finer. */
export const tipSize = { least: 4, most: 120, usual: 32 } as const;

export function resizeTip(size: number, factor: number): number {
  const next = Math.round(size * factor) === size ? size + Math.sign(factor - 1) : Math.round(size * factor);
  return Math.min(tipSize.most, Math.max(tipSize.least, next));
}
