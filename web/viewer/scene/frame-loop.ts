/** The work of the frames. */
export interface FrameWork {
  /** Draws changes quickly. @param seconds since the last such frame */
  readonly move: (seconds: number) => void;
  /** Receives the time of a frame drawn by `move`, in ms. */
  readonly measure: (time: number) => void;
  /** Draws a small step towards the full picture while nothing changes. @returns true if more steps are left */
  readonly rest: (now: number) => boolean;
}

/** The picture rests after this time without a change, in ms. */
const restAfter = 120;
/** Maximum time step in seconds. Motion doesn't catch up after longer pauses. */
const maxStep = 0.1;

/** Requests frames only while there is something to draw. */
export class FrameLoop {
  readonly #work: FrameWork;
  #frame: number | undefined;
  #hasChanged = false;
  #changedAt = Number.NEGATIVE_INFINITY;
  #movedAt = Number.NEGATIVE_INFINITY;
  /** True if `move` drew the previous frame. Only then is the time between frames that frame's own. */
  #isMoving = false;

  constructor(work: FrameWork) {
    this.#work = work;
  }

  /** Call after a change. */
  change(): void {
    this.#hasChanged = true;
    this.wake();
  }

  /** Call when there may be more steps to draw at rest. */
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
    const seconds = Math.min(maxStep, (now - this.#movedAt) / 1000);
    this.#changedAt = now;
    this.#movedAt = now;
    this.#work.move(seconds);
    this.wake();
  }
}
