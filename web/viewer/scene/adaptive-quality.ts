/**
 * Target times of a moving frame in ms. Displays show frames for multiples of 16.7 ms, so the band contains
 * 33.3 ms. It is wide enough that a share grown by `growth` stays within it.
 */
export const movingBand = { low: 24, target: 29, high: 36 } as const;
const growth = 1.5;
/** Within the band, a larger share is tried after this many judgments, and less often after each failure. */
const trial = { growth: 1.25, judgments: 20, maxWait: 64 } as const;
/** A judgment takes this many frames, or fewer once they took `time` ms together. */
const window = { frames: 8, time: 300 } as const;

/** Frame times in ms. Below `low` there is time for more work, above `high` for less. */
export interface Band {
  readonly low: number;
  readonly target: number;
  readonly high: number;
}

export interface AdaptiveQualityOptions {
  /** Minimum share of the work, above 0 and at most 1. */
  readonly min: number;
  readonly start?: number;
  readonly band?: Band;
  /** Frames per judgment. Few react faster, many tolerate outliers. */
  readonly frames?: number;
}

/**
 * Finds the share of the work that fits into a frame. It is 1 as long as frames are fast enough, and a single
 * slow frame doesn't change it. The time of the work must not grow faster than its share.
 */
export class AdaptiveQuality {
  readonly #min: number;
  readonly #band: Band;
  readonly #frames: number;
  #share: number;
  #wasLowered = false;
  #isTooMuch = false;
  #times: number[] = [];
  /** Judgments in favor of a larger share, and the number needed. */
  #credit = 0;
  #needed = 1;
  /** The last share that fitted, while a larger one is tried. */
  #fitting: number | undefined;

  constructor({ min, start = 1, band = movingBand, frames = window.frames }: AdaptiveQualityOptions) {
    this.#min = min;
    this.#band = band;
    this.#frames = frames;
    this.#share = this.#bounded(start);
  }

  /** Above 0 and at most 1, which is all of the work. */
  get share(): number {
    return this.#share;
  }

  /** True if frames were ever too slow. */
  get wasLowered(): boolean {
    return this.#wasLowered;
  }

  /** True if even the minimum share took too long in the last frames. */
  get isTooMuch(): boolean {
    return this.#isTooMuch;
  }

  /** Starts from a known share. */
  set(share: number): void {
    this.#share = this.#bounded(share);
    this.#times = [];
    this.#fitting = undefined;
  }

  /** @param time of the last frame in ms */
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
    const share = (this.#share * this.#band.target) / time;
    this.#isTooMuch = share < this.#min;
    if (this.#fitting === undefined) this.#share = this.#bounded(share);
    else {
      this.#share = this.#fitting;
      this.#needed = Math.min(trial.maxWait, 2 * this.#needed);
    }
    this.#fitting = undefined;
  }

  #keep(isFast: boolean): void {
    this.#isTooMuch = false;
    if (this.#fitting !== undefined) this.#needed = Math.max(1, this.#needed / 2);
    this.#fitting = undefined;
    this.#credit += isFast ? trial.judgments : 1;
    if (this.#share === 1 || this.#credit < trial.judgments * this.#needed) return;
    this.#credit = 0;
    this.#fitting = this.#share;
    this.#share = this.#bounded(this.#share * (isFast ? growth : trial.growth));
  }

  #bounded(share: number): number {
    return Math.min(1, Math.max(this.#min, share));
  }
}
