import { Scene, type Vector3, type WebGLRenderer } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import type { Cloud } from '../load/cloud.ts';
import { approach, type Ball, frameBall, newCamera, turnAround } from './camera.ts';
import { Canvas } from './canvas.ts';
import { FrameLoop } from './frame-loop.ts';
import { Picture } from './picture.ts';
import type { SplatCloud } from './splat-cloud.ts';

export interface SceneEvents {
  /** The user took the camera into their own hands. */
  readonly onGrab: () => void;
  /** The whole model is seen for the first time. */
  readonly onSeen: () => void;
  /** The graphics card was taken away. */
  readonly onLost: () => void;
}

/** Seconds of a turntable's turn: OrbitControls turns once in 60 s at speed 1. */
const turnSeconds = 24;
/** Share of its speed that a released model keeps after a sixtieth of a second. */
const glide = 0.9;

/** A model on a canvas, drawn only when something changed: in haste while it moves, in full when it rests. */
export class ModelScene {
  readonly #canvas: Canvas;
  readonly #scene = new Scene();
  readonly #camera = newCamera();
  readonly #controls: OrbitControls;
  readonly #picture: Picture;
  readonly #ball: Ball;
  readonly #resize: ResizeObserver;
  readonly #onSeen: () => void;
  readonly #loop = new FrameLoop({
    move: (seconds) => this.#move(seconds),
    measure: (time) => this.#picture.measure(time),
    rest: (now) => this.#rest(now),
  });
  #isTurning = false;
  #wasSeen = false;
  #isDisposed = false;

  /**
   * @param container gets the canvas
   * @throws Error where there is no WebGL 2
   */
  constructor(container: HTMLElement, cloud: Cloud, events: SceneEvents, reducedMotion: boolean) {
    this.#canvas = new Canvas(container);
    const { element } = this.#canvas;
    this.#picture = new Picture(this.#canvas, this.#scene, this.#camera, cloud);
    this.#ball = cloud;
    this.#onSeen = events.onSeen;
    this.#controls = new OrbitControls(this.#camera, element);
    this.#controls.enableDamping = !reducedMotion;
    this.#controls.autoRotateSpeed = 60 / turnSeconds;
    this.#controls.minDistance = cloud.radius / 20;
    this.#controls.maxDistance = cloud.radius * 30;
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

  /** Something that is seen has changed. */
  readonly draw = (): void => {
    if (this.#isDisposed) return;
    this.#picture.outdate();
    if (this.#picture.isPaced) this.#loop.change();
    else this.#loop.wake();
  };

  /** What is shown can be drawn better now: splats were sorted. */
  readonly refresh = (): void => {
    if (this.#isDisposed) return;
    this.#picture.outdate();
    this.#loop.wake();
  };

  #move(seconds: number): void {
    // OrbitControls damps by the frame: a slow machine would glide on for seconds.
    this.#controls.dampingFactor = 1 - glide ** (60 * seconds);
    this.#controls.update(seconds);
    // A turn too small for a "change" is a turn as well.
    if (this.#controls.autoRotate) this.draw();
    this.#picture.drawFast();
  }

  #rest(now: number): boolean {
    if (this.#picture.refine(now)) return true;
    if (!this.#wasSeen) {
      this.#wasSeen = true;
      this.#onSeen();
      this.setTurntable(this.#isTurning);
    }
    return false;
  }

  setPointSize(factor: number): void {
    this.#picture.setPointSize(factor);
    this.draw();
  }

  /** It begins to turn when it is seen. */
  setTurntable(isOn: boolean): void {
    this.#isTurning = isOn;
    this.#controls.autoRotate = isOn && this.#wasSeen;
    if (this.#controls.autoRotate) this.draw();
  }

  /** Shows a splat in place of the points; undefined for the points again. */
  showSplats(splats: SplatCloud | undefined): void {
    this.#picture.showSplats(splats);
    this.draw();
  }

  /** What splats are opened with. */
  get renderer(): WebGLRenderer {
    return this.#canvas.renderer;
  }

  /** By radians. */
  turn(right: number, up: number): void {
    turnAround(this.#camera, this.#target, right, up);
    this.draw();
  }

  /** Below 1 is nearer. */
  zoom(factor: number): void {
    const { minDistance, maxDistance } = this.#controls;
    approach(this.#camera, this.#target, factor, [minDistance, maxDistance]);
    this.draw();
  }

  /** By shares of the model's radius, in the plane of the screen. */
  move(right: number, up: number): void {
    const shift = this.#target.clone().set(right, up, 0).multiplyScalar(this.#ball.radius);
    shift.applyQuaternion(this.#camera.quaternion);
    this.#camera.position.add(shift);
    this.#target.add(shift);
    this.draw();
  }

  /** The view of the beginning. */
  reset(): void {
    frameBall(this.#camera, this.#ball);
    this.#target.set(...this.#ball.middle);
    this.draw();
  }

  /** The picture as it is, in full, laid on a colour; transparent without one. */
  screenshot(background: string | undefined): Promise<Blob> {
    // What was drawn before is gone from the buffer already.
    this.#picture.drawFully();
    return this.#canvas.copy(background);
  }

  /** Gives everything on the graphics card back. */
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
