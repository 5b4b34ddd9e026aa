/** A queue of timers by due time. Timers that are not live are dropped when they reach the front. */

export interface Timer {
  /** Epoch milliseconds. */
  readonly due: number;
  /** False once the timer is obsolete. */
  isLive(): boolean;
  /** @returns the scheduled event's id when a task has timed out */
  fire(): number | undefined;
}

export class Timers {
  /** A binary heap: no entry is due before its parent. */
  readonly #heap: { readonly timer: Timer; readonly order: number }[] = [];
  #order = 0;

  add(timer: Timer): void {
    this.#heap.push({ timer, order: this.#order++ });
    this.#raise(this.#heap.length - 1);
  }

  /** The earliest live timer. */
  next(): Timer | undefined {
    while (this.#heap[0] !== undefined && !this.#heap[0].timer.isLive()) this.#removeFirst();
    return this.#heap[0]?.timer;
  }

  /** Removes and returns the earliest live timer that is due by `now`. */
  takeDue(now: number): Timer | undefined {
    const timer = this.next();
    if (timer === undefined || timer.due > now) return undefined;
    this.#removeFirst();
    return timer;
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #raise(index: number): void {
    const parent = (index - 1) >> 1;
    if (index === 0 || !this.#isBefore(index, parent)) return;
    this.#swap(index, parent);
    this.#raise(parent);
  }

  #sink(index: number): void {
    const left = 2 * index + 1;
    const earlier = this.#isBefore(left + 1, left) ? left + 1 : left;
    if (!this.#isBefore(earlier, index)) return;
    this.#swap(index, earlier);
    this.#sink(earlier);
  }

  #isBefore(one: number, other: number): boolean {
    const a = this.#heap[one];
    const b = this.#heap[other];
    if (a === undefined || b === undefined) return false;
    return a.timer.due - b.timer.due < 0 || (a.timer.due === b.timer.due && a.order < b.order);
  }

  #swap(one: number, other: number): void {
    const a = this.#heap[one];
    const b = this.#heap[other];
    if (a === undefined || b === undefined) return;
    this.#heap[one] = b;
    this.#heap[other] = a;
  }
}
