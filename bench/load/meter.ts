import { readdirSync, readFileSync } from 'node:fs';

/** Memory and open files of a process at one time. */
export interface Reading {
  /** Seconds since the meter started. */
  readonly at: number;
  /** Resident memory in MiB. */
  readonly memory: number;
  readonly openFiles: number;
  /** Sessions that have ended. */
  readonly ended: number;
}

/** Reads memory and open files of a process from Linux's `/proc` at an interval. */
export class Meter implements Disposable {
  readonly readings: Reading[] = [];
  readonly #startedAt = Date.now();
  readonly #timer: NodeJS.Timeout;

  /** @param ended returns the number of sessions that have ended */
  constructor(pid: number, everyMs: number, ended: () => number) {
    const read = () => this.readings.push({ at: this.seconds(), ...usageOf(pid), ended: ended() });
    read();
    this.#timer = setInterval(read, everyMs);
  }

  seconds(): number {
    return (Date.now() - this.#startedAt) / 1_000;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

function usageOf(pid: number): { memory: number; openFiles: number } {
  const kibibytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  return { memory: kibibytes / 1_024, openFiles: readdirSync(`/proc/${pid}/fd`).length };
}
