import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { drawMarkers, type Markers } from '../canvas/draw-markers.ts';
import { drawMask, newScratch } from '../canvas/draw-mask.ts';
import { drawPhoto } from '../canvas/draw-photo.ts';
import type { MaskImage } from '../canvas/mask-layer.ts';
import type { Picture } from '../canvas/photo.ts';
import type { View } from '../model/view.ts';
import type { ViewAction } from '../state/use-view.ts';
import styles from './stage.module.css';

interface StageProps {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly picture: Picture;
  /** The mask and unfinished strokes. */
  readonly image: MaskImage;
  readonly markers: Markers;
  readonly view: View;
  readonly changeView: (action: ViewAction) => void;
  readonly cursor: 'crosshair' | 'grab' | 'none';
  readonly describedBy: string;
  /** Called when the photo loses focus. */
  readonly onLeave: () => void;
}

/** Draws photo, mask and markers on one canvas each, because the photo changes far less often than the others. */
export function Stage(props: StageProps) {
  const { ref, picture, image, markers, view, cursor } = props;
  const lower = useRef<HTMLCanvasElement>(null);
  const middle = useRef<HTMLCanvasElement>(null);
  const upper = useRef<HTMLCanvasElement>(null);
  const [scratch] = useState(newScratch);
  const canvasSize = useCanvasSize(ref, props.changeView);
  useLayoutEffect(() => {
    if (canvasSize.width === 0 || !lower.current) return;
    resize(lower.current, canvasSize);
    drawPhoto(lower.current, picture, view);
  }, [picture, view, canvasSize]);
  useLayoutEffect(() => {
    if (canvasSize.width === 0 || !middle.current) return;
    resize(middle.current, canvasSize);
    drawMask(middle.current, scratch, picture, image, view);
  }, [picture, image, view, canvasSize, scratch]);
  useLayoutEffect(() => {
    if (canvasSize.width === 0 || !upper.current) return;
    resize(upper.current, canvasSize);
    drawMarkers(upper.current, markers, view);
  }, [markers, view, canvasSize]);
  return (
    <div
      ref={ref}
      className={styles.stage}
      data-cursor={cursor}
      role="application"
      aria-label="Photo"
      aria-describedby={props.describedBy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the photo takes arrow keys and Enter
      tabIndex={0}
      onBlur={props.onLeave}
    >
      <canvas ref={lower} className={styles.canvas} />
      <canvas ref={middle} className={styles.canvas} />
      <canvas ref={upper} className={styles.canvas} />
    </div>
  );
}

/** The size of the canvases in device pixels. Reports the size of the viewport to the view. */
function useCanvasSize(
  stage: RefObject<HTMLDivElement | null>,
  changeView: (action: ViewAction) => void,
): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const measure = () => {
      const viewport = { width: element.clientWidth, height: element.clientHeight };
      if (viewport.width === 0 || viewport.height === 0) return;
      // More than two device pixels per CSS pixel cost time without a visible gain.
      const ratio = Math.min(2, window.devicePixelRatio);
      changeView({ type: 'resize', viewport });
      setSize({ width: Math.round(viewport.width * ratio), height: Math.round(viewport.height * ratio) });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [stage, changeView]);
  return size;
}

function resize(canvas: HTMLCanvasElement, { width, height }: { width: number; height: number }): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
