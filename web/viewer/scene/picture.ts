import type { Camera, Scene } from 'three';
import type { Cloud } from '../load/cloud.ts';
import type { Canvas } from './canvas.ts';
import { PointCloud } from './point-cloud.ts';
import { Refinement } from './refinement.ts';
import { Regulator } from './regulator.ts';
import type { SplatCloud } from './splat-cloud.ts';

/** Points of the very first picture, drawn before it is known how fast the machine is. */
const firstPoints = 65_536;
/** Fewer than these do not show what something looks like. */
const leastPoints = 10_000;
/** A half would keep their area; an even sample of fewer points has wider gaps here and there. */
const growth = 0.55;

interface Splats {
  readonly cloud: SplatCloud;
  /** They are sorted as a whole: only the canvas's pixels can be fewer. */
  readonly pace: Regulator;
  /** The first frame makes everything ready; its time says nothing. */
  isReady: boolean;
  /** Points stand in for them while something moves. */
  areTooSlow: boolean;
}

/** What is on the canvas, and how much of it a frame has time for. */
export class Picture {
  readonly #canvas: Canvas;
  readonly #scene: Scene;
  readonly #camera: Camera;
  readonly #points: PointCloud;
  readonly #refinement: Refinement;
  readonly #pace: Regulator;
  #splats: Splats | undefined;
  #isBegun = false;
  #isPaced = false;
  #isFull = false;

  constructor(canvas: Canvas, scene: Scene, camera: Camera, cloud: Cloud) {
    this.#canvas = canvas;
    this.#scene = scene;
    this.#camera = camera;
    this.#points = new PointCloud(cloud);
    scene.add(this.#points.object);
    this.#refinement = new Refinement(canvas.renderer, this.#points);
    this.#pace = new Regulator({ least: Math.min(1, leastPoints / cloud.count) });
  }

  /** Whether it is known how much a frame has time for; nothing should move before. */
  get isPaced(): boolean {
    return this.#isPaced;
  }

  /** What is seen is not how it should be any more. */
  outdate(): void {
    this.#learnPace();
    this.#isFull = false;
    this.#refinement.restart();
  }

  /** @param time of the last frame that was drawn fast, in ms */
  measure(time: number): void {
    const splats = this.#moving;
    if (!splats) {
      this.#pace.measure(time);
      return;
    }
    if (splats.isReady) splats.pace.measure(time);
    splats.isReady = true;
    splats.areTooSlow = splats.pace.isTooMuch;
  }

  setPointSize(factor: number): void {
    this.#points.setSize(factor);
  }

  showSplats(cloud: SplatCloud | undefined): void {
    this.#see(undefined);
    const pace = new Regulator({ least: this.#canvas.leastShare });
    this.#splats = cloud && { cloud, pace, isReady: false, areTooSlow: false };
  }

  /** As much as a frame has time for. */
  drawFast(): void {
    const splats = this.#moving;
    if (splats) this.#drawSplats(splats, splats.pace.share);
    else this.#drawPoints(this.#pace.share, this.#pace.share);
  }

  /** Everything at once, however long it takes. */
  drawFully(): void {
    if (this.#splats) this.#drawSplats(this.#splats, 1);
    else this.#drawPoints(1, 1);
  }

  /** A small step towards the full picture. @returns whether more are needed */
  refine(now: number): boolean {
    if (this.#isFull) return false;
    if (this.#splats) this.drawFully();
    else if (!this.#isBegun) this.#drawPoints(Math.min(1, firstPoints / this.#points.count), 1);
    else if (this.#refinement.step(now, this.#scene, this.#camera, this.#canvas.fullSize)) {
      this.#canvas.setResolution(1);
      this.#refinement.show();
      this.#tell(this.#points.count, true);
    }
    if (this.#isFull) this.#learnPace();
    return !this.#isFull;
  }

  dispose(): void {
    this.showSplats(undefined);
    this.#refinement.dispose();
    this.#points.dispose();
  }

  /** The splats, unless points stand in for them while something moves. */
  get #moving(): Splats | undefined {
    return this.#splats?.areTooSlow ? undefined : this.#splats;
  }

  /** Has the splats in the scene, or the points. */
  #see(splats: Splats | undefined): void {
    if (this.#points.object.visible === (splats === undefined)) return;
    if (this.#splats) this.#scene.remove(...this.#splats.cloud.objects);
    if (splats) this.#scene.add(...splats.cloud.objects);
    this.#points.object.visible = splats === undefined;
  }

  /** @param pixels share of the canvas's pixels */
  #drawSplats(splats: Splats, pixels: number): void {
    this.#see(splats);
    this.#canvas.setResolution(pixels);
    this.#canvas.renderer.render(this.#scene, this.#camera);
    this.#tell(0, pixels === 1);
  }

  /** @param share of the points, and of the canvas's pixels */
  #drawPoints(share: number, pixels: number): void {
    this.#see(undefined);
    const count = Math.ceil(share * this.#points.count);
    const height = this.#canvas.setResolution(pixels);
    this.#points.show({ from: 0, count, growth: share ** -growth }, height);
    this.#canvas.renderer.render(this.#scene, this.#camera);
    this.#tell(count, share === 1 && !this.#splats);
  }

  /** Tests and benches read on the canvas how many points it shows. */
  #tell(points: number, isFull: boolean): void {
    this.#isBegun = true;
    this.#isFull = isFull;
    const { dataset } = this.#canvas.element;
    if (dataset.points !== `${points}`) dataset.points = `${points}`;
  }

  #learnPace(): void {
    const share = this.#refinement.fittingShare ?? (this.#isFull ? 1 : undefined);
    if (this.#isPaced || share === undefined) return;
    this.#pace.set(share);
    this.#isPaced = true;
  }
}
