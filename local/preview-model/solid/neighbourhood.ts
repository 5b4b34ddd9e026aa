const none = -1;
/** Squares along a side of the plane at most. */
const most = 1024;

/** Points, found again by place: lists of those above each square of the x-y plane. */
export class Neighbourhood {
  /** x, y, z of each point; room for all that may come. */
  readonly points: Float32Array;
  size = 0;
  readonly #side: number;
  readonly #squares: number;
  readonly #newest: Int32Array;
  readonly #older: Int32Array;

  /**
   * @param room number of points that may come
   * @param extent x and y are from 0 to this
   * @param reach largest distance that will be asked for
   */
  constructor(room: number, extent: number, reach: number) {
    this.points = new Float32Array(room * 3);
    this.#side = Math.max(reach, extent / most);
    this.#squares = Math.ceil(extent / this.#side) + 3;
    this.#newest = new Int32Array(this.#squares ** 2).fill(none);
    this.#older = new Int32Array(room);
  }

  add(x: number, y: number, z: number): void {
    const square = this.#square(x, y);
    this.#older[this.size] = this.#newest[square] ?? none;
    this.#newest[square] = this.size;
    this.points[3 * this.size] = x;
    this.points[3 * this.size + 1] = y;
    this.points[3 * this.size + 2] = z;
    this.size++;
  }

  /** Is there a point nearer than `distance`? */
  hasNear(x: number, y: number, z: number, distance: number): boolean {
    const middle = this.#square(x, y);
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++)
        if (this.#hasNearIn(middle + dy * this.#squares + dx, x, y, z, distance * distance)) return true;
    return false;
  }

  #hasNearIn(square: number, x: number, y: number, z: number, distance2: number): boolean {
    for (let i = this.#newest[square] ?? none; i !== none; i = this.#older[i] ?? none) {
      const dx = (this.points[3 * i] ?? 0) - x;
      const dy = (this.points[3 * i + 1] ?? 0) - y;
      const dz = (this.points[3 * i + 2] ?? 0) - z;
      if (dx * dx + dy * dy + dz * dz < distance2) return true;
    }
    return false;
  }

  /** One more square lies around those with points. */
  #square(x: number, y: number): number {
    return (Math.floor(y / this.#side) + 1) * this.#squares + Math.floor(x / this.#side) + 1;
  }
}
