import type { Point } from '../model/view.ts';

/** The used part of a pointer event. x and y are in CSS pixels of the viewport. */
export interface Pointer extends Point {
  readonly id: number;
  readonly type: string;
  /** 0 is left or touch, 1 middle, 2 right. */
  readonly button: number;
  readonly alt: boolean;
}

/** Handles recognized gestures. Every started drag ends or is canceled. */
export interface GestureHandlers {
  /** What a drag with the main button or one finger does. */
  drags(): 'tool' | 'pan';
  tap(at: Pointer): void;
  longPress(at: Pointer): void;
  dragStart(at: Point): void;
  dragMove(at: Point): void;
  dragEnd(at: Point): void;
  dragCancel(): void;
  pan(dx: number, dy: number): void;
  /** Two fingers moved. `factor` is the change of their distance, `at` the point between them. */
  pinch(factor: number, at: Point): void;
}

/** Duration of a long press in ms. */
export const longPressMs = 500;
/** A pointer that moves farther than this, in CSS pixels, starts a drag. */
const dragThreshold: Readonly<Record<string, number>> = { mouse: 3, touch: 9 };

interface ActivePointer {
  readonly start: Pointer;
  readonly last: Point;
}
type Phase = 'idle' | 'pressing' | 'dragging' | 'panning' | 'pinching' | 'long-pressed';

/** Recognizes taps, long presses, drags, pans and pinches. A second finger cancels the drag of the first. */
export class Gestures {
  readonly #handlers: GestureHandlers;
  readonly #pointers = new Map<number, ActivePointer>();
  #phase: Phase = 'idle';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(handlers: GestureHandlers) {
    this.#handlers = handlers;
  }

  down(pointer: Pointer): void {
    this.#pointers.set(pointer.id, { start: pointer, last: pointer });
    if (this.#pointers.size > 1) {
      this.#startPinch();
      return;
    }
    this.#phase = pointer.button === 1 ? 'panning' : 'pressing';
    if (pointer.type !== 'mouse') this.#timer = setTimeout(() => this.#longPress(pointer), longPressMs);
  }

  move(pointer: Pointer): void {
    const active = this.#pointers.get(pointer.id);
    if (!active) return;
    const before = [...this.#pointers.values()].map(({ last }) => last);
    this.#pointers.set(pointer.id, { ...active, last: pointer });
    switch (this.#phase) {
      case 'pressing':
        if (isBeyond(active.start, pointer)) this.#startDrag(active.start, pointer);
        return;
      case 'dragging':
        this.#handlers.dragMove(pointer);
        return;
      case 'panning':
        this.#handlers.pan(pointer.x - active.last.x, pointer.y - active.last.y);
        return;
      case 'pinching':
        this.#pinch(before);
        return;
      case 'idle':
      case 'long-pressed':
    }
  }

  up(pointer: Pointer): void {
    const active = this.#pointers.get(pointer.id);
    if (!active) return;
    this.#pointers.delete(pointer.id);
    this.#stopTimer();
    const phase = this.#phase;
    this.#phase = this.#pointers.size > 0 && phase === 'pinching' ? 'panning' : 'idle';
    if (phase === 'pressing') this.#handlers.tap(active.start);
    if (phase === 'dragging') this.#handlers.dragEnd(pointer);
  }

  cancel(id: number): void {
    if (!this.#pointers.delete(id)) return;
    this.#stopTimer();
    if (this.#phase === 'dragging') this.#handlers.dragCancel();
    this.#phase = 'idle';
  }

  #startDrag(start: Pointer, pointer: Pointer): void {
    this.#stopTimer();
    if (start.button !== 0 || this.#handlers.drags() === 'pan') {
      this.#phase = 'panning';
      this.#handlers.pan(pointer.x - start.x, pointer.y - start.y);
    } else {
      this.#phase = 'dragging';
      this.#handlers.dragStart(start);
      this.#handlers.dragMove(pointer);
    }
  }

  #startPinch(): void {
    this.#stopTimer();
    if (this.#phase === 'dragging') this.#handlers.dragCancel();
    this.#phase = this.#pointers.size === 2 ? 'pinching' : 'idle';
  }

  #pinch(before: readonly Point[]): void {
    const after = [...this.#pointers.values()].map(({ last }) => last);
    const [was, is] = [pairOf(before), pairOf(after)];
    this.#handlers.pan(is.x - was.x, is.y - was.y);
    if (was.distance > 0) this.#handlers.pinch(is.distance / was.distance, is);
  }

  #longPress(pointer: Pointer): void {
    if (this.#phase !== 'pressing') return;
    this.#phase = 'long-pressed';
    this.#handlers.longPress(pointer);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

function isBeyond(start: Pointer, now: Point): boolean {
  return Math.hypot(now.x - start.x, now.y - start.y) > (dragThreshold[start.type] ?? 5);
}

function pairOf([a, b]: readonly Point[]): Point & { distance: number } {
  if (!a || !b) return { x: 0, y: 0, distance: 0 };
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, distance: Math.hypot(a.x - b.x, a.y - b.y) };
}
