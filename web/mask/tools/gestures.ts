import type { Place } from '../model/view.ts';

/** The part of a pointer event that is used; x and y are in CSS pixels of the viewport. */
export interface Pointer extends Place {
  readonly id: number;
  readonly type: string;
  /** 0 left or touch, 1 middle, 2 right. */
  readonly button: number;
  readonly alt: boolean;
}

/** What pointers mean. A drag, once begun, ends or is cancelled. */
export interface GestureHandlers {
  /** What a drag of the main button or one finger does now. */
  drags(): 'tool' | 'pan';
  tap(at: Pointer): void;
  longPress(at: Pointer): void;
  dragStart(at: Place): void;
  dragMove(at: Place): void;
  dragEnd(at: Place): void;
  dragCancel(): void;
  pan(dx: number, dy: number): void;
  /** Two fingers: how much farther apart they are than before, and where their middle is. */
  pinch(factor: number, at: Place): void;
}

/** Where a finger stays this long, in ms, it means the other kind of click. */
export const longPressMs = 500;
/** Movements up to this, in CSS pixels, are a trembling hand. */
const slack: Readonly<Record<string, number>> = { mouse: 3, touch: 9 };

interface Touching {
  readonly start: Pointer;
  readonly last: Place;
}
type Doing = 'nothing' | 'pressing' | 'dragging' | 'panning' | 'pinching' | 'pressed-long';

/** Turns pointers into taps, long presses, drags, pans and pinches. A second finger takes back what one began. */
export class Gestures {
  readonly #handlers: GestureHandlers;
  readonly #pointers = new Map<number, Touching>();
  #doing: Doing = 'nothing';
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
    this.#doing = pointer.button === 1 ? 'panning' : 'pressing';
    if (pointer.type !== 'mouse') this.#timer = setTimeout(() => this.#pressLong(pointer), longPressMs);
  }

  move(pointer: Pointer): void {
    const touching = this.#pointers.get(pointer.id);
    if (!touching) return;
    const before = [...this.#pointers.values()].map(({ last }) => last);
    this.#pointers.set(pointer.id, { ...touching, last: pointer });
    switch (this.#doing) {
      case 'pressing':
        if (isBeyond(touching.start, pointer)) this.#startDrag(touching.start, pointer);
        return;
      case 'dragging':
        this.#handlers.dragMove(pointer);
        return;
      case 'panning':
        this.#handlers.pan(pointer.x - touching.last.x, pointer.y - touching.last.y);
        return;
      case 'pinching':
        this.#pinch(before);
        return;
      case 'nothing':
      case 'pressed-long':
    }
  }

  up(pointer: Pointer): void {
    const touching = this.#pointers.get(pointer.id);
    if (!touching) return;
    this.#pointers.delete(pointer.id);
    this.#stopTimer();
    const did = this.#doing;
    this.#doing = this.#pointers.size > 0 && did === 'pinching' ? 'panning' : 'nothing';
    if (did === 'pressing') this.#handlers.tap(touching.start);
    if (did === 'dragging') this.#handlers.dragEnd(pointer);
  }

  cancel(id: number): void {
    if (!this.#pointers.delete(id)) return;
    this.#stopTimer();
    if (this.#doing === 'dragging') this.#handlers.dragCancel();
    this.#doing = 'nothing';
  }

  #startDrag(start: Pointer, pointer: Pointer): void {
    this.#stopTimer();
    if (start.button !== 0 || this.#handlers.drags() === 'pan') {
      this.#doing = 'panning';
      this.#handlers.pan(pointer.x - start.x, pointer.y - start.y);
    } else {
      this.#doing = 'dragging';
      this.#handlers.dragStart(start);
      this.#handlers.dragMove(pointer);
    }
  }

  #startPinch(): void {
    this.#stopTimer();
    if (this.#doing === 'dragging') this.#handlers.dragCancel();
    this.#doing = this.#pointers.size === 2 ? 'pinching' : 'nothing';
  }

  #pinch(before: readonly Place[]): void {
    const after = [...this.#pointers.values()].map(({ last }) => last);
    const [was, is] = [pairOf(before), pairOf(after)];
    this.#handlers.pan(is.x - was.x, is.y - was.y);
    if (was.distance > 0) this.#handlers.pinch(is.distance / was.distance, is);
  }

  #pressLong(pointer: Pointer): void {
    if (this.#doing !== 'pressing') return;
    this.#doing = 'pressed-long';
    this.#handlers.longPress(pointer);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

function isBeyond(start: Pointer, now: Place): boolean {
  return Math.hypot(now.x - start.x, now.y - start.y) > (slack[start.type] ?? 5);
}

function pairOf([a, b]: readonly Place[]): Place & { distance: number } {
  if (!a || !b) return { x: 0, y: 0, distance: 0 };
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, distance: Math.hypot(a.x - b.x, a.y - b.y) };
}
