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
import { AdaptiveQuality, movingBand } from './adaptive-quality.ts';
import type { PointCloud } from './point-cloud.ts';

/** Points of the first slice. */
const firstSlice = 65_536;
const minSlice = 10_000;
/** Target times of a slice in ms. While nothing moves, a delay of a tenth of a second goes unnoticed. */
const restingBand = { low: 50, target: 65, high: 80 } as const;

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
 * Draws all points off screen, in slices of less than a tenth of a second so that input never waits long. The
 * picture is shown once it is complete.
 */
export class Refinement {
  readonly #renderer: WebGLRenderer;
  readonly #gl: WebGL2RenderingContext;
  readonly #points: PointCloud;
  readonly #slices: AdaptiveQuality;
  readonly #target = new WebGLRenderTarget(1, 1);
  readonly #screen: FullScreenQuad;
  /** Points drawn so far. */
  #done = 0;
  /** Number of slices drawn so far. */
  #drawn = 0;
  /** Signaled when the graphics card has drawn the last slice. */
  #fence: WebGLSync | null = null;
  #sentAt = 0;

  constructor(renderer: WebGLRenderer, points: PointCloud) {
    const gl = renderer.getContext();
    if (!(gl instanceof WebGL2RenderingContext)) throw new Error('WebGL 2 is missing.');
    this.#renderer = renderer;
    this.#gl = gl;
    this.#points = points;
    this.#slices = new AdaptiveQuality({
      min: Math.min(1, minSlice / points.count),
      start: Math.min(1, firstSlice / points.count),
      band: restingBand,
      frames: 1,
    });
    const uniforms = { picture: { value: this.#target.texture } };
    const pass = { uniforms, vertexShader, fragmentShader, blending: NoBlending, depthTest: false };
    this.#screen = new FullScreenQuad(new ShaderMaterial({ ...pass, depthWrite: false }));
  }

  /** The share of all points that fits a moving frame, if it is known. 1 if no slice was too slow so far. */
  get fittingShare(): number | undefined {
    if (this.#slices.wasLowered) return (this.#slices.share * movingBand.target) / restingBand.target;
    return this.#drawn > 2 || this.#done >= this.#points.count ? 1 : undefined;
  }

  /** Call when the drawn points are out of date. */
  restart(): void {
    this.#done = 0;
    this.#gl.deleteSync(this.#fence);
    this.#fence = null;
  }

  /**
   * Draws the next slice once the last one is done.
   * @param size of the picture in device pixels
   * @returns true if the picture is complete
   */
  step(now: number, scene: Scene, camera: Camera, size: Vector2): boolean {
    if (!this.#isSliceDone(now)) return false;
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

  /** Shows the complete picture on the canvas. */
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

  #isSliceDone(now: number): boolean {
    if (!this.#fence) return true;
    if (this.#gl.getSyncParameter(this.#fence, this.#gl.SYNC_STATUS) !== this.#gl.SIGNALED) return false;
    this.#gl.deleteSync(this.#fence);
    this.#fence = null;
    // The time of the first slice includes uploading points and program.
    if (this.#drawn++ > 0) this.#slices.measure(now - this.#sentAt);
    return true;
  }
}
