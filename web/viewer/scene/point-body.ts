import type { Camera, Scene } from 'three';
import type { Cloud } from '../load/cloud.ts';
import type { Body } from './body.ts';
import type { Canvas } from './canvas.ts';
import { PointCloud } from './point-cloud.ts';
import { Refinement } from './refinement.ts';

/** Points of the first picture, drawn before the speed of the device is known. */
const firstPoints = 65_536;
/** Fewer points don't show the object well. */
const minPoints = 10_000;
/** 0.5 would keep the total area. Slightly more closes the wider gaps of a small sample. */
const growth = 0.55;

/** Points, of which a frame draws as many as it has time for. */
export class PointBody implements Body {
  readonly unit = 'points';
  readonly count: number;
  readonly minShare: number;
  readonly #canvas: Canvas;
  readonly #scene: Scene;
  readonly #camera: Camera;
  readonly #points: PointCloud;
  readonly #refinement: Refinement;
  #isStarted = false;

  constructor(cloud: Cloud, canvas: Canvas, scene: Scene, camera: Camera) {
    this.count = cloud.count;
    this.minShare = Math.min(1, minPoints / cloud.count);
    this.#canvas = canvas;
    this.#scene = scene;
    this.#camera = camera;
    this.#points = new PointCloud(cloud);
    this.#refinement = new Refinement(canvas.renderer, this.#points);
    scene.add(this.object);
  }

  get object() {
    return this.#points.object;
  }

  get fittingShare(): number | undefined {
    return this.#refinement.fittingShare;
  }

  restart(): void {
    this.#refinement.restart();
  }

  draw(share: number): number {
    return this.#draw(share, share);
  }

  refine(now: number): number | undefined {
    if (!this.#isStarted) return this.#draw(Math.min(1, firstPoints / this.count), 1);
    if (!this.#refinement.step(now, this.#scene, this.#camera, this.#canvas.fullSize)) return undefined;
    this.#canvas.setResolution(1);
    this.#refinement.show();
    return this.count;
  }

  setPointSize(factor: number): void {
    this.#points.setSize(factor);
  }

  dispose(): void {
    this.#refinement.dispose();
    this.#points.dispose();
  }

  /** @param share of the points. @param pixels share of the canvas's pixels */
  #draw(share: number, pixels: number): number {
    this.#isStarted = true;
    const count = Math.ceil(share * this.count);
    const height = this.#canvas.setResolution(pixels);
    this.#points.show({ from: 0, count, growth: share ** -growth }, height);
    this.#canvas.renderer.render(this.#scene, this.#camera);
    return count;
  }
}
