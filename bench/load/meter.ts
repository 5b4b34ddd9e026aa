import { readdirSync, readFileSync } from 'node:fs';

/** What a process holds at a moment. */
export interface Reading {
  /** Seconds since the meter began. */
  readonly at: number;
  /** Mebibytes. */
  readonly memory: number;
  readonly openFiles: number;
  readonly ended: number;
}

/** Reads memory and open files of a process from Linux's `/proc`, again and again. */
export class Meter implements Disposable {
  readonly readings: Reading[] = [];
  readonly #began = Date.now();
  readonly #timer: NodeJS.Timeout;

  /** @param ended tells how many sessions have ended so far */
  constructor(pid: number, everyMs: number, ended: () => number) {
    const read = () => this.readings.push({ at: this.seconds(), ...held(pid), ended: ended() });
    read();
    this.#timer = setInterval(read, everyMs);
  }

  seconds(): number {
    return (Date.now() - this.#began) / 1_000;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

function held(pid: number): { memory: number; openFiles: number } {
  const kibibytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  return { memory: kibibytes / 1_024, openFiles: readdirSync(`/proc/${pid}/fd`).length };
}
