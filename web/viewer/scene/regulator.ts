/**
 * What a frame should take while something moves, in ms. Displays show a frame for 16.7 ms or a multiple, so that
 * 33.3 has to lie within; and a share grown by `growth` must not leave the band at its other end.
 */
export const movingBand = { low: 24, aim: 29, high: 36 } as const;
const growth = 1.5;
/** Within the band a little more is tried after so many judgements, and rarer each time that it fails. */
const trial = { growth: 1.25, judgements: 20, rarest: 64 } as const;
/** So many frames make a judgement, or fewer when they are so slow: ms together. */
const window = { frames: 8, time: 300 } as const;

/** Times of a frame in ms: faster than `low` asks for more work, slower than `high` for less. */
export interface Band {
  readonly low: number;
  readonly aim: number;
  readonly high: number;
}

export interface RegulatorOptions {
  /** Share of the work that is done at least, above 0 and at most 1. */
  readonly least: number;
  readonly start?: number;
  readonly band?: Band;
  /** Frames to a judgement; fewer follow faster, more bear an odd one. */
  readonly frames?: number;
}

/**
 * Finds the share of the work that fits into a frame. All of it is done wherever frames are fast enough; a
 * single slow frame changes nothing. For work whose time grows with its share and no faster.
 */
export class Regulator {
  readonly #least: number;
  readonly #band: Band;
  readonly #frames: number;
  #share: number;
  #wasLowered = false;
  #isTooMuch = false;
  #times: number[] = [];
  /** Judgements that spoke for more, and how many it takes. */
  #credit = 0;
  #needed = 1;
  /** The share that was known to fit, while a larger one is tried. */
  #fitting: number | undefined;

  constructor({ least, start = 1, band = movingBand, frames = window.frames }: RegulatorOptions) {
    this.#least = least;
    this.#band = band;
    this.#frames = frames;
    this.#share = this.#bounded(start);
  }

  /** Above 0; 1 is everything. */
  get share(): number {
    return this.#share;
  }

  /** Whether frames were ever too slow. */
  get wasLowered(): boolean {
    return this.#wasLowered;
  }

  /** Whether even the least share takes too long, as far as the last frames tell. */
  get isTooMuch(): boolean {
    return this.#isTooMuch;
  }

  /** Begins from a share that something else found. */
  set(share: number): void {
    this.#share = this.#bounded(share);
    this.#times = [];
    this.#fitting = undefined;
  }

  /** @param time what the last frame took, in ms */
  measure(time: number): void {
    this.#times.push(time);
    const total = this.#times.reduce((sum, each) => sum + each, 0);
    const isSlow = this.#times.length > 1 && total > window.time;
    if (this.#times.length < this.#frames && !isSlow) return;
    const median = this.#times.toSorted((a, b) => a - b)[(this.#times.length - 1) >> 1] ?? 0;
    this.#times = [];
    if (median > this.#band.high) this.#lower(median);
    else this.#keep(median < this.#band.low);
  }

  #lower(time: number): void {
    this.#wasLowered = true;
    this.#credit = 0;
    const share = (this.#share * this.#band.aim) / time;
    this.#isTooMuch = share < this.#least;
    if (this.#fitting === undefined) this.#share = this.#bounded(share);
    else {
      this.#share = this.#fitting;
      this.#needed = Math.min(trial.rarest, 2 * this.#needed);
    }
    this.#fitting = undefined;
  }

  #keep(isFast: boolean): void {
    this.#isTooMuch = false;
    if (this.#fitting !== undefined) this.#needed = Math.max(1, this.#needed / 2);
    this.#fitting = undefined;
    this.#credit += isFast ? trial.judgements : 1;
    if (this.#share === 1 || this.#credit < trial.judgements * this.#needed) return;
    this.#credit = 0;
    this.#fitting = this.#share;
    this.#share = this.#bounded(this.#share * (isFast ? growth : trial.growth));
  }

  #bounded(share: number): number {
    return Math.min(1, Math.max(this.#least, share));
  }
}
