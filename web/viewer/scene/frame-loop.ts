/** What is done in frames. */
export interface FrameWork {
  /** Draws what has changed, quickly. @param seconds since the last such frame */
  readonly move: (seconds: number) => void;
  /** How long a frame took that `move` drew, in ms. */
  readonly measure: (time: number) => void;
  /** Nothing changes any more: one small step towards the full picture. @returns whether more steps are left */
  readonly rest: (now: number) => boolean;
}

/** Without a change for so long, in ms, the picture rests. */
const restAfter = 120;
/** Longer pauses are none that something should make up for, in seconds. */
const longestStep = 0.1;

/** Frames while there is something to draw, and none otherwise. */
export class FrameLoop {
  readonly #work: FrameWork;
  #frame: number | undefined;
  #hasChanged = false;
  #changedAt = Number.NEGATIVE_INFINITY;
  #movedAt = Number.NEGATIVE_INFINITY;
  /** Whether the frame before this one was drawn by `move`: only then is the time between them its own. */
  #isMoving = false;

  constructor(work: FrameWork) {
    this.#work = work;
  }

  /** Something has changed. */
  change(): void {
    this.#hasChanged = true;
    this.wake();
  }

  /** There may be steps to do at rest. */
  wake(): void {
    this.#frame ??= requestAnimationFrame(this.#tick);
  }

  stop(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  readonly #tick = (now: number): void => {
    this.#frame = undefined;
    if (this.#isMoving) this.#work.measure(now - this.#movedAt);
    this.#isMoving = this.#hasChanged;
    if (this.#hasChanged) this.#move(now);
    else if (now - this.#changedAt < restAfter || this.#work.rest(now)) this.wake();
  };

  #move(now: number): void {
    this.#hasChanged = false;
    const seconds = Math.min(longestStep, (now - this.#movedAt) / 1000);
    this.#changedAt = now;
    this.#movedAt = now;
    this.#work.move(seconds);
    this.wake();
  }
}
