import { LinearSRGBColorSpace, Scene, type Vector3, WebGLRenderer } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import type { Cloud } from '../load/cloud.ts';
import { approach, type Ball, frameBall, newCamera, turnAround } from './camera.ts';
import { PointCloud } from './point-cloud.ts';
import type { SplatCloud } from './splat-cloud.ts';

export interface SceneEvents {
  /** The user took the camera into their own hands. */
  readonly onGrab: () => void;
  /** The graphics card was taken away. */
  readonly onLost: () => void;
}

/** Beyond this, more device pixels cost time that nobody sees. */
const mostPixelRatio = 2;
/** Seconds of a turntable's turn: OrbitControls turns once in 60 s at speed 1. */
const turnSeconds = 24;

/** A model on a canvas, drawn only when something changed. */
export class ModelScene {
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = newCamera();
  readonly #controls: OrbitControls;
  readonly #points: PointCloud;
  readonly #ball: Ball;
  readonly #resize: ResizeObserver;
  #splats: SplatCloud | undefined;
  #frame: number | undefined;
  /** Time of the last frame, in ms. */
  #drawnAt = 0;
  #isDisposed = false;

  /**
   * @param container gets the canvas
   * @throws Error where there is no WebGL 2
   */
  constructor(container: HTMLElement, cloud: Cloud, { onGrab, onLost }: SceneEvents, reducedMotion: boolean) {
    this.#renderer = new WebGLRenderer({
      alpha: true,
      antialias: false,
      powerPreference: 'high-performance',
    });
    this.#renderer.outputColorSpace = LinearSRGBColorSpace;
    const canvas = this.#renderer.domElement;
    container.append(canvas);
    this.#points = new PointCloud(cloud);
    this.#scene.add(this.#points.object);
    this.#ball = cloud;
    this.#controls = new OrbitControls(this.#camera, canvas);
    this.#controls.enableDamping = !reducedMotion;
    this.#controls.autoRotateSpeed = 60 / turnSeconds;
    this.#controls.minDistance = cloud.radius / 20;
    this.#controls.maxDistance = cloud.radius * 30;
    this.#controls.addEventListener('change', this.draw);
    this.#controls.addEventListener('start', onGrab);
    canvas.addEventListener('webglcontextlost', () => this.#isDisposed || onLost());
    this.#resize = new ResizeObserver(() => this.#fitCanvas(container));
    this.#resize.observe(container);
    this.#fitCanvas(container);
    this.reset();
  }

  get #target(): Vector3 {
    return this.#controls.target;
  }

  /** Asks for a frame. */
  readonly draw = (): void => {
    if (!this.#isDisposed) this.#frame ??= requestAnimationFrame(this.#drawFrame);
  };

  readonly #drawFrame = (now: number): void => {
    const seconds = Math.min(0.1, (now - this.#drawnAt) / 1000);
    this.#frame = undefined;
    this.#drawnAt = now;
    this.#controls.update(seconds);
    this.#renderer.render(this.#scene, this.#camera);
    if (this.#controls.autoRotate) this.draw();
  };

  setPointSize(factor: number): void {
    this.#points.setSize(factor);
    this.draw();
  }

  setTurntable(isOn: boolean): void {
    this.#controls.autoRotate = isOn;
    this.draw();
  }

  /** Shows a splat in place of the points; undefined for the points again. */
  showSplats(splats: SplatCloud | undefined): void {
    if (this.#splats) this.#scene.remove(...this.#splats.objects);
    this.#splats = splats;
    if (splats) this.#scene.add(...splats.objects);
    this.#points.object.visible = splats === undefined;
    this.draw();
  }

  /** What splats are opened with. */
  get renderer(): WebGLRenderer {
    return this.#renderer;
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

  /** The picture as it is, laid on a colour; transparent without one. */
  async screenshot(background: string | undefined): Promise<Blob> {
    const source = this.#renderer.domElement;
    const copy = new OffscreenCanvas(source.width, source.height);
    const context = copy.getContext('2d');
    if (!context) throw new Error('The browser has no memory left for a picture.');
    if (background !== undefined) {
      context.fillStyle = background;
      context.fillRect(0, 0, copy.width, copy.height);
    }
    // What was drawn before is gone from the buffer already.
    this.#renderer.render(this.#scene, this.#camera);
    context.drawImage(source, 0, 0);
    return copy.convertToBlob({ type: 'image/png' });
  }

  /** Gives everything on the graphics card back. */
  dispose(): void {
    this.#isDisposed = true;
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#resize.disconnect();
    this.showSplats(undefined);
    this.#points.dispose();
    this.#controls.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
    this.#renderer.domElement.remove();
  }

  #fitCanvas({ clientWidth, clientHeight }: HTMLElement): void {
    if (clientWidth === 0 || clientHeight === 0) return;
    const ratio = Math.min(mostPixelRatio, window.devicePixelRatio);
    this.#renderer.setPixelRatio(ratio);
    this.#renderer.setSize(clientWidth, clientHeight);
    this.#camera.aspect = clientWidth / clientHeight;
    this.#camera.updateProjectionMatrix();
    this.#points.setViewHeight(clientHeight * ratio);
    this.draw();
  }
}
