import { Scene, type Vector3, type WebGLRenderer } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import type { Shape } from '../load/shape.ts';
import type { Sphere } from '../load/sphere.ts';
import { approach, frameSphere, newCamera, rotateAround } from './camera.ts';
import { Canvas } from './canvas.ts';
import { FrameLoop } from './frame-loop.ts';
import { Picture } from './picture.ts';
import type { SplatCloud } from './splat-cloud.ts';

export interface SceneEvents {
  /** The user started to move the camera. */
  readonly onGrab: () => void;
  /** The entire model is shown for the first time. */
  readonly onShown: () => void;
  /** The WebGL context was lost. */
  readonly onLost: () => void;
}

/** Seconds per rotation. OrbitControls takes 60 s at speed 1. */
const turnSeconds = 24;
/** Share of its speed that a released model keeps per sixtieth of a second. */
const glide = 0.9;

/** A model on a canvas. It is drawn only after changes: quickly while it moves, fully when it rests. */
export class ModelScene {
  readonly #canvas: Canvas;
  readonly #scene = new Scene();
  readonly #camera = newCamera();
  readonly #controls: OrbitControls;
  readonly #picture: Picture;
  readonly #sphere: Sphere;
  readonly #resize: ResizeObserver;
  readonly #onShown: () => void;
  readonly #loop = new FrameLoop({
    move: (seconds) => this.#move(seconds),
    measure: (time) => this.#picture.measure(time),
    rest: (now) => this.#rest(now),
  });
  #isRotating = false;
  #wasShown = false;
  #isDisposed = false;

  /**
   * @param container gets the canvas
   * @throws Error if there is no WebGL 2
   */
  constructor(container: HTMLElement, shape: Shape, events: SceneEvents, reducedMotion: boolean) {
    this.#canvas = new Canvas(container, shape.kind === 'mesh');
    const { element } = this.#canvas;
    this.#picture = new Picture(this.#canvas, this.#scene, this.#camera, shape);
    this.#sphere = shape;
    this.#onShown = events.onShown;
    this.#controls = new OrbitControls(this.#camera, element);
    this.#controls.enableDamping = !reducedMotion;
    this.#controls.autoRotateSpeed = 60 / turnSeconds;
    this.#controls.minDistance = shape.radius / 20;
    this.#controls.maxDistance = shape.radius * 30;
    this.#controls.addEventListener('change', this.draw);
    this.#controls.addEventListener('start', events.onGrab);
    element.addEventListener('webglcontextlost', () => this.#isDisposed || events.onLost());
    this.#resize = new ResizeObserver(() => this.#fit(container));
    this.#resize.observe(container);
    this.#fit(container);
    this.reset();
  }

  get #target(): Vector3 {
    return this.#controls.target;
  }

  /** Draws after a visible change. */
  readonly draw = (): void => {
    if (this.#isDisposed) return;
    this.#picture.invalidate();
    if (this.#picture.isCalibrated) this.#loop.change();
    else this.#loop.wake();
  };

  /** Draws again after splats were sorted. */
  readonly refresh = (): void => {
    if (this.#isDisposed) return;
    this.#picture.invalidate();
    this.#loop.wake();
  };

  #move(seconds: number): void {
    // OrbitControls damps per frame, so the model would glide for seconds on a slow device.
    this.#controls.dampingFactor = 1 - glide ** (60 * seconds);
    this.#controls.update(seconds);
    // OrbitControls sends no "change" for very small rotations.
    if (this.#controls.autoRotate) this.draw();
    this.#picture.drawFast();
  }

  #rest(now: number): boolean {
    if (this.#picture.refine(now)) return true;
    if (!this.#wasShown) {
      this.#wasShown = true;
      this.#onShown();
      this.setAutoRotate(this.#isRotating);
    }
    return false;
  }

  setPointSize(factor: number): void {
    this.#picture.setPointSize(factor);
    this.draw();
  }

  /** Rotation starts once the model is shown. */
  setAutoRotate(isOn: boolean): void {
    this.#isRotating = isOn;
    this.#controls.autoRotate = isOn && this.#wasShown;
    if (this.#controls.autoRotate) this.draw();
  }

  /** Shows a splat, or the model if undefined. */
  showSplats(splats: SplatCloud | undefined): void {
    this.#picture.showSplats(splats);
    this.draw();
  }

  /** For opening splats. */
  get renderer(): WebGLRenderer {
    return this.#canvas.renderer;
  }

  /** Rotates by radians. */
  turn(right: number, up: number): void {
    rotateAround(this.#camera, this.#target, right, up);
    this.draw();
  }

  /** Zooms. A factor below 1 moves closer. */
  zoom(factor: number): void {
    const { minDistance, maxDistance } = this.#controls;
    approach(this.#camera, this.#target, factor, [minDistance, maxDistance]);
    this.draw();
  }

  /** Pans by shares of the model's radius in the plane of the screen. */
  move(right: number, up: number): void {
    const shift = this.#target.clone().set(right, up, 0).multiplyScalar(this.#sphere.radius);
    shift.applyQuaternion(this.#camera.quaternion);
    this.#camera.position.add(shift);
    this.#target.add(shift);
    this.draw();
  }

  /** Returns to the first view. */
  reset(): void {
    frameSphere(this.#camera, this.#sphere);
    this.#target.set(...this.#sphere.middle);
    this.draw();
  }

  /** Draws the current view fully, on a background color or transparent. */
  screenshot(background: string | undefined): Promise<Blob> {
    // The browser has cleared the drawing buffer since the last frame.
    this.#picture.drawFully();
    return this.#canvas.copy(background);
  }

  /** Frees all memory of the graphics card. */
  dispose(): void {
    this.#isDisposed = true;
    this.#loop.stop();
    this.#resize.disconnect();
    this.#picture.dispose();
    this.#controls.dispose();
    this.#canvas.dispose();
  }

  #fit(container: HTMLElement): void {
    if (!this.#canvas.fit(container)) return;
    this.#camera.aspect = this.#canvas.aspect;
    this.#camera.updateProjectionMatrix();
    this.draw();
  }
}
