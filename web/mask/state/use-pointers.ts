import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Point } from '../model/view.ts';
import { type GestureHandlers, Gestures, type Pointer } from '../tools/gestures.ts';

export interface PointerHandlers extends GestureHandlers {
  /** The mouse moved to a point, or left. */
  hover(at: Point | undefined): void;
  wheel(factor: number, at: Point): void;
}

/** Connects an element's pointer and wheel events to gestures. */
export function usePointers(element: RefObject<HTMLElement | null>, handlers: PointerHandlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const [gestures] = useState(() => new Gestures(forwarding(latest)));
  const hover = useEffectEvent((at: Point | undefined) => handlers.hover(at));
  const wheel = useEffectEvent((event: WheelEvent, at: Point) => {
    handlers.wheel(wheelFactor(event), at);
  });
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const stop = new AbortController();
    const listen = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      listener: (event: HTMLElementEventMap[Name]) => void,
    ) => target.addEventListener(name, listener, { signal: stop.signal, passive: false });
    listen('pointerdown', (event) => {
      target.setPointerCapture(event.pointerId);
      gestures.down(pointerOf(event, target));
    });
    listen('pointermove', (event) => {
      const all = event.getCoalescedEvents();
      for (const each of all.length > 0 ? all : [event]) gestures.move(pointerOf(each, target));
      if (event.pointerType === 'mouse') hover(pointOf(event, target));
    });
    listen('pointerup', (event) => gestures.up(pointerOf(event, target)));
    listen('pointercancel', (event) => gestures.cancel(event.pointerId));
    listen('pointerleave', () => hover(undefined));
    listen('contextmenu', (event) => event.preventDefault());
    listen('wheel', (event) => {
      event.preventDefault();
      wheel(event, pointOf(event, target));
    });
    return () => stop.abort();
  }, [element, gestures]);
}

/** Calls the handlers of the last rendering. */
function forwarding(latest: RefObject<GestureHandlers>): GestureHandlers {
  return {
    drags: () => latest.current.drags(),
    tap: (at) => latest.current.tap(at),
    longPress: (at) => latest.current.longPress(at),
    dragStart: (at) => latest.current.dragStart(at),
    dragMove: (at) => latest.current.dragMove(at),
    dragEnd: (at) => latest.current.dragEnd(at),
    dragCancel: () => latest.current.dragCancel(),
    pan: (dx, dy) => latest.current.pan(dx, dy),
    pinch: (factor, at) => latest.current.pinch(factor, at),
  };
}

function pointOf(event: MouseEvent, target: HTMLElement): Point {
  const { left, top } = target.getBoundingClientRect();
  return { x: event.clientX - left - target.clientLeft, y: event.clientY - top - target.clientTop };
}

function pointerOf(event: PointerEvent, target: HTMLElement): Pointer {
  const { pointerId: id, pointerType: type, button, altKey: alt } = event;
  return { id, type, button, alt, ...pointOf(event, target) };
}

/** One notch of a wheel zooms by about a fifth. Pinching on a trackpad arrives as many small wheel events. */
function wheelFactor({ deltaY, deltaMode, ctrlKey }: WheelEvent): number {
  const pixels = deltaMode === 0 ? deltaY : deltaY * 33;
  const bounded = Math.min(100, Math.max(-100, pixels));
  return Math.exp(-bounded * (ctrlKey ? 0.01 : 0.002));
}
