import { LinearSRGBColorSpace, Vector2, WebGLRenderer } from 'three';

/** Beyond this, more device pixels cost time that nobody sees. */
const mostPixelRatio = 2;
/** Device pixels for a pixel of the page, while something moves on a slow machine. */
const leastPixelRatio = 0.5;

/** A canvas with its renderer, whose resolution may be lower for a while. */
export class Canvas {
  readonly renderer: WebGLRenderer;
  readonly element: HTMLCanvasElement;
  #fullRatio = 1;
  #size = new Vector2(1, 1);

  /** @throws Error where there is no WebGL 2 */
  constructor(container: HTMLElement) {
    this.renderer = new WebGLRenderer({
      alpha: true,
      antialias: false,
      powerPreference: 'high-performance',
    });
    this.renderer.outputColorSpace = LinearSRGBColorSpace;
    this.element = this.renderer.domElement;
    container.append(this.element);
  }

  /** @returns whether there is anything to be seen of it */
  fit({ clientWidth, clientHeight }: HTMLElement): boolean {
    if (clientWidth === 0 || clientHeight === 0) return false;
    this.#fullRatio = Math.min(mostPixelRatio, window.devicePixelRatio);
    this.#size = new Vector2(clientWidth, clientHeight);
    return true;
  }

  get aspect(): number {
    return this.#size.x / this.#size.y;
  }

  /** In device pixels, at full resolution. */
  get fullSize(): Vector2 {
    return this.#size.clone().multiplyScalar(this.#fullRatio).floor();
  }

  /** The share of its pixels below which the resolution does not fall. */
  get leastShare(): number {
    return Math.min(1, leastPixelRatio / this.#fullRatio) ** 2;
  }

  /**
   * Clears it where that changes its resolution.
   * @param share of its pixels, 1 for all
   * @returns its height in device pixels
   */
  setResolution(share: number): number {
    const ratio = this.#fullRatio * Math.sqrt(Math.max(share, this.leastShare));
    if (this.renderer.getPixelRatio() !== ratio) this.renderer.setPixelRatio(ratio);
    const { x, y } = this.renderer.getSize(new Vector2());
    if (x !== this.#size.x || y !== this.#size.y) this.renderer.setSize(this.#size.x, this.#size.y);
    return this.element.height;
  }

  /** What was drawn in this turn of the event loop, laid on a colour; transparent without one. */
  copy(background: string | undefined): Promise<Blob> {
    const copy = new OffscreenCanvas(this.element.width, this.element.height);
    const context = copy.getContext('2d');
    if (!context) throw new Error('The browser has no memory left for a picture.');
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
