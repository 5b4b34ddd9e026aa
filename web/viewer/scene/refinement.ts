import {
  type Camera,
  NoBlending,
  type Scene,
  ShaderMaterial,
  type Vector2,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import { FullScreenQuad } from 'three/addons/postprocessing/Pass.js';
import type { PointCloud } from './point-cloud.ts';
import { movingBand, Regulator } from './regulator.ts';

/** Points of the first slice. */
const firstSlice = 65_536;
const leastSlice = 10_000;
/** Times of a slice in ms: nothing moves, and nobody notices a tenth of a second until it does again. */
const restingBand = { low: 50, aim: 65, high: 80 } as const;

const vertexShader = `
  varying vec2 place;
  void main() {
    place = uv;
    gl_Position = vec4(position.xy, 0.0, 1.0);
  }
`;
const fragmentShader = `
  uniform sampler2D picture;
  varying vec2 place;
  void main() {
    gl_FragColor = texture2D(picture, place);
  }
`;

/**
 * Draws all points aside in slices of less than a tenth of a second, so that no input ever waits for long; the
 * picture is shown when it is complete.
 */
export class Refinement {
  readonly #renderer: WebGLRenderer;
  readonly #gl: WebGL2RenderingContext;
  readonly #points: PointCloud;
  readonly #slices: Regulator;
  readonly #target = new WebGLRenderTarget(1, 1);
  readonly #screen: FullScreenQuad;
  /** Points in the picture so far. */
  #done = 0;
  /** Slices that were ever drawn. */
  #drawn = 0;
  /** Passed by the graphics card when the last slice is drawn. */
  #fence: WebGLSync | null = null;
  #sentAt = 0;

  constructor(renderer: WebGLRenderer, points: PointCloud) {
    const gl = renderer.getContext();
    if (!(gl instanceof WebGL2RenderingContext)) throw new Error('There is no WebGL 2.');
    this.#renderer = renderer;
    this.#gl = gl;
    this.#points = points;
    this.#slices = new Regulator({
      least: Math.min(1, leastSlice / points.count),
      start: Math.min(1, firstSlice / points.count),
      band: restingBand,
      frames: 1,
    });
    const uniforms = { picture: { value: this.#target.texture } };
    const pass = { uniforms, vertexShader, fragmentShader, blending: NoBlending, depthTest: false };
    this.#screen = new FullScreenQuad(new ShaderMaterial({ ...pass, depthWrite: false }));
  }

  /** The share of all points that fits a moving frame, where that is known; 1 if no slice was too slow yet. */
  get fittingShare(): number | undefined {
    if (this.#slices.wasLowered) return (this.#slices.share * movingBand.aim) / restingBand.aim;
    return this.#drawn > 2 || this.#done >= this.#points.count ? 1 : undefined;
  }

  /** What was drawn is out of date. */
  restart(): void {
    this.#done = 0;
    this.#gl.deleteSync(this.#fence);
    this.#fence = null;
  }

  /**
   * Draws the next slice, once the last one is there.
   * @param size of the picture in device pixels
   * @returns whether the picture is complete
   */
  step(now: number, scene: Scene, camera: Camera, size: Vector2): boolean {
    if (!this.#isSliceThere(now)) return false;
    if (this.#done >= this.#points.count) return true;
    const count = Math.ceil(this.#slices.share * this.#points.count);
    this.#points.show({ from: this.#done, count, growth: 1 }, size.height);
    this.#renderer.setRenderTarget(this.#target);
    if (this.#done === 0) {
      this.#target.setSize(size.width, size.height);
      this.#renderer.clear();
    }
    this.#renderer.autoClear = false;
    this.#renderer.render(scene, camera);
    this.#renderer.autoClear = true;
    this.#renderer.setRenderTarget(null);
    this.#done += count;
    this.#fence = this.#gl.fenceSync(this.#gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.#gl.flush();
    this.#sentAt = now;
    return false;
  }

  /** Puts the complete picture onto the canvas. */
  show(): void {
    this.#screen.render(this.#renderer);
    this.#target.dispose();
  }

  dispose(): void {
    this.restart();
    this.#target.dispose();
    this.#screen.material.dispose();
    this.#screen.dispose();
  }

  #isSliceThere(now: number): boolean {
    if (!this.#fence) return true;
    if (this.#gl.getSyncParameter(this.#fence, this.#gl.SYNC_STATUS) !== this.#gl.SIGNALED) return false;
    this.#gl.deleteSync(this.#fence);
    this.#fence = null;
    // The first one waited until the card had the points and the program.
    if (this.#drawn++ > 0) this.#slices.measure(now - this.#sentAt);
    return true;
  }
}
