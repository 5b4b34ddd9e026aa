import { LinearSRGBColorSpace, Vector2, WebGLRenderer } from 'three';

/** More device pixels per CSS pixel cost time without a visible gain. */
const maxPixelRatio = 2;
/** Device pixels per CSS pixel while something moves on a slow device. */
const minPixelRatio = 0.5;

/** A canvas with its renderer and an adjustable resolution. */
export class Canvas {
  readonly renderer: WebGLRenderer;
  readonly element: HTMLCanvasElement;
  #fullRatio = 1;
  #size = new Vector2(1, 1);

  /**
   * @param antialias smooths the edges of triangles, which points don't have
   * @throws Error if there is no WebGL 2
   */
  constructor(container: HTMLElement, antialias: boolean) {
    this.renderer = new WebGLRenderer({
      alpha: true,
      antialias,
      powerPreference: 'high-performance',
    });
    this.renderer.outputColorSpace = LinearSRGBColorSpace;
    this.element = this.renderer.domElement;
    container.append(this.element);
  }

  /** @returns false if the container has no size */
  fit({ clientWidth, clientHeight }: HTMLElement): boolean {
    if (clientWidth === 0 || clientHeight === 0) return false;
    this.#fullRatio = Math.min(maxPixelRatio, window.devicePixelRatio);
    this.#size = new Vector2(clientWidth, clientHeight);
    return true;
  }

  get aspect(): number {
    return this.#size.x / this.#size.y;
  }

  /** Size in device pixels at full resolution. */
  get fullSize(): Vector2 {
    return this.#size.clone().multiplyScalar(this.#fullRatio).floor();
  }

  /** Minimum share of the pixels. */
  get minShare(): number {
    return Math.min(1, minPixelRatio / this.#fullRatio) ** 2;
  }

  /**
   * Sets the resolution. A change clears the canvas.
   * @param share of the pixels, 1 for all
   * @returns the height in device pixels
   */
  setResolution(share: number): number {
    const ratio = this.#fullRatio * Math.sqrt(Math.max(share, this.minShare));
    if (this.renderer.getPixelRatio() !== ratio) this.renderer.setPixelRatio(ratio);
    const { x, y } = this.renderer.getSize(new Vector2());
    if (x !== this.#size.x || y !== this.#size.y) this.renderer.setSize(this.#size.x, this.#size.y);
    return this.element.height;
  }

  /** What was drawn in this turn of the event loop, on a background color or transparent. */
  copy(background: string | undefined): Promise<Blob> {
    const copy = new OffscreenCanvas(this.element.width, this.element.height);
    const context = copy.getContext('2d');
    if (!context) throw new Error('Your browser is out of memory.');
    if (background !== undefined) {
      context.fillStyle = background;
      context.fillRect(0, 0, copy.width, copy.height);
    }
    context.drawImage(this.element, 0, 0);
    return copy.convertToBlob({ type: 'image/png' });
  }

  dispose(): void {
    this.renderer.dispose();
    this.renderer.forceContextLoss();
    this.element.remove();
  }
}
