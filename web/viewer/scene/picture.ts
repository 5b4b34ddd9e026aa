import type { Camera, Scene } from 'three';
import type { Shape } from '../load/shape.ts';
import { AdaptiveQuality } from './adaptive-quality.ts';
import type { Body } from './body.ts';
import type { Canvas } from './canvas.ts';
import { MeshBody } from './mesh-body.ts';
import { PointBody } from './point-body.ts';
import type { SplatCloud } from './splat-cloud.ts';

interface Splats {
  readonly cloud: SplatCloud;
  /** Controls the resolution. Splats are sorted together, so their number can't be reduced. */
  readonly quality: AdaptiveQuality;
  /** False until the first frame, whose time includes preparation. */
  isReady: boolean;
  /** True if the model's mesh or points replace the splats while something moves. */
  areTooSlow: boolean;
}

/** Draws the model, as much of it as a frame has time for. */
export class Picture {
  readonly #canvas: Canvas;
  readonly #scene: Scene;
  readonly #camera: Camera;
  readonly #body: Body;
  readonly #quality: AdaptiveQuality;
  #splats: Splats | undefined;
  #isCalibrated = false;
  #isFull = false;

  constructor(canvas: Canvas, scene: Scene, camera: Camera, shape: Shape) {
    this.#canvas = canvas;
    this.#scene = scene;
    this.#camera = camera;
    this.#body =
      shape.kind === 'mesh'
        ? new MeshBody(shape, canvas, scene, camera)
        : new PointBody(shape, canvas, scene, camera);
    this.#quality = new AdaptiveQuality({ min: this.#body.minShare });
  }

  /** True once it is known how much a frame has time for. Nothing should move before. */
  get isCalibrated(): boolean {
    return this.#isCalibrated;
  }

  /** Call when the picture is out of date. */
  invalidate(): void {
    this.#calibrate();
    this.#isFull = false;
    this.#body.restart();
  }

  /** @param time of the last fast frame in ms */
  measure(time: number): void {
    const splats = this.#moving;
    if (!splats) {
      this.#quality.measure(time);
      return;
    }
    if (splats.isReady) splats.quality.measure(time);
    splats.isReady = true;
    splats.areTooSlow = splats.quality.isTooMuch;
  }

  setPointSize(factor: number): void {
    this.#body.setPointSize(factor);
  }

  showSplats(cloud: SplatCloud | undefined): void {
    this.#select(undefined);
    const quality = new AdaptiveQuality({ min: this.#canvas.minShare });
    this.#splats = cloud && { cloud, quality, isReady: false, areTooSlow: false };
  }

  /** Draws as much as a frame has time for. */
  drawFast(): void {
    const splats = this.#moving;
    if (splats) this.#drawSplats(splats, splats.quality.share);
    else this.#drawBody(this.#quality.share);
  }

  /** Draws everything at once. */
  drawFully(): void {
    if (this.#splats) this.#drawSplats(this.#splats, 1);
    else this.#drawBody(1);
  }

  /** Draws a small step towards the full picture. @returns true if more steps are left */
  refine(now: number): boolean {
    if (this.#isFull) return false;
    if (this.#splats) this.drawFully();
    else {
      this.#select(undefined);
      const drawn = this.#body.refine(now);
      if (drawn !== undefined) this.#finish(drawn, drawn === this.#body.count);
    }
    if (this.#isFull) this.#calibrate();
    return !this.#isFull;
  }

  dispose(): void {
    this.showSplats(undefined);
    this.#body.dispose();
  }

  /** The splats, unless the body replaces them while something moves. */
  get #moving(): Splats | undefined {
    return this.#splats?.areTooSlow ? undefined : this.#splats;
  }

  /** Puts the splats into the scene, or the body. */
  #select(splats: Splats | undefined): void {
    if (this.#body.object.visible === (splats === undefined)) return;
    if (this.#splats) this.#scene.remove(...this.#splats.cloud.objects);
    if (splats) this.#scene.add(...splats.cloud.objects);
    this.#body.object.visible = splats === undefined;
  }

  /** @param pixels share of the canvas's pixels */
  #drawSplats(splats: Splats, pixels: number): void {
    this.#select(splats);
    this.#canvas.setResolution(pixels);
    this.#canvas.renderer.render(this.#scene, this.#camera);
    this.#finish(0, pixels === 1);
  }

  #drawBody(share: number): void {
    this.#select(undefined);
    this.#finish(this.#body.draw(share), share === 1 && !this.#splats);
  }

  /** Tests and benches read the number of drawn points or triangles from the canvas. */
  #finish(drawn: number, isFull: boolean): void {
    this.#isFull = isFull;
    const { dataset } = this.#canvas.element;
    if (dataset[this.#body.unit] !== `${drawn}`) dataset[this.#body.unit] = `${drawn}`;
  }

  #calibrate(): void {
    const share = this.#body.fittingShare ?? (this.#isFull ? 1 : undefined);
    if (this.#isCalibrated || share === undefined) return;
    this.#quality.set(share);
    this.#isCalibrated = true;
  }
}
