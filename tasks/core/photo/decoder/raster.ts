/** Pixels of 8 bits a sample, row by row without gaps. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** 3 for RGB, 4 with alpha. */
  readonly bands: 3 | 4;
  readonly profile?: Uint8Array;
}

/** A part of a picture to draw, of the canvas's bands. */
export interface Tile {
  readonly data: Uint8Array;
  /** Bytes from one row to the next. */
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

/** Sums of 16 bits hold the samples of 16 × 16 pixels. */
const maxFactor = 16;

/** The largest factor that leaves a picture at least as large as it is needed. */
export function shrinkFactor(width: number, height: number, maxSide: number): number {
  return Math.max(1, Math.min(maxFactor, Math.floor(Math.max(width, height) / maxSide)));
}

/**
 * Collects a picture from tiles and shrinks it by a whole factor while it does, so that no more than the result is
 * held in memory. Pixels at the right and lower edge that do not fill a square of the factor are left out.
 */
export class Canvas {
  readonly #sums: Uint16Array | Uint8Array;
  readonly #width: number;
  readonly #height: number;
  readonly #bands: 3 | 4;
  readonly #factor: number;

  constructor(size: { width: number; height: number }, bands: 3 | 4, factor: number) {
    this.#width = Math.floor(size.width / factor);
    this.#height = Math.floor(size.height / factor);
    this.#bands = bands;
    this.#factor = factor;
    const samples = this.#width * this.#height * bands;
    this.#sums = factor === 1 ? new Uint8Array(samples) : new Uint16Array(samples);
  }

  /** Draws a tile with its upper left corner at a place, which may lie outside the picture. */
  draw(tile: Tile, left: number, top: number): void {
    const first = Math.max(0, -left);
    const last = Math.min(tile.width, this.#width * this.#factor - left);
    for (let y = Math.max(0, -top); y < tile.height; y += 1) {
      const row = Math.floor((top + y) / this.#factor);
      if (row >= this.#height) return;
      if (first < last) this.#drawRow(tile, y, row, { left, first, last });
    }
  }

  finish(): Omit<Raster, 'profile'> {
    const data = this.#sums instanceof Uint8Array ? this.#sums : averages(this.#sums, this.#factor ** 2);
    return { data, width: this.#width, height: this.#height, bands: this.#bands };
  }

  #drawRow(
    { data, stride }: Tile,
    y: number,
    row: number,
    { left, first, last }: { left: number; first: number; last: number },
  ): void {
    const [bands, factor, sums] = [this.#bands, this.#factor, this.#sums];
    const start = row * this.#width;
    if (factor === 1) {
      const line = data.subarray(y * stride + first * bands, y * stride + last * bands);
      sums.set(line, (start + left + first) * bands);
      return;
    }
    let from = y * stride + first * bands;
    let column = Math.floor((left + first) / factor);
    let phase = (left + first) % factor;
    for (let x = first; x < last; x += 1) {
      const to = (start + column) * bands;
      for (let band = 0; band < bands; band += 1)
        sums[to + band] = (sums[to + band] ?? 0) + (data[from + band] ?? 0);
      from += bands;
      phase += 1;
      if (phase === factor) {
        phase = 0;
        column += 1;
      }
    }
  }
}

/** In a loop: an iterator would make an object of each sample. */
function averages(sums: Uint16Array, area: number): Uint8Array {
  const data = new Uint8Array(sums.length);
  for (let at = 0; at < sums.length; at += 1) data[at] = Math.round((sums[at] ?? 0) / area);
  return data;
}
