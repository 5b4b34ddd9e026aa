/** The time and random numbers that an expression sees. The execution provides both. */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../bytes.ts';

/** The number of stopwatch reads per read of the clock. */
const CLOCK_STRIDE = 64;

export class Ambient {
  /** Epoch milliseconds of the event that is being decided. */
  now = 0;
  #seed = '';
  #draws = 0;
  #reads = 0;
  #looked = 0;

  enter(now: number, seed: string): void {
    this.now = now;
    this.#seed = seed;
    this.#draws = 0;
    this.#reads = 0;
  }

  /** The real clock, which limits an evaluation. JSONata reads it at every node, so most reads are cached. */
  stopwatch(): number {
    if (this.#reads++ % CLOCK_STRIDE === 0) this.#looked = Date.now();
    return this.#looked;
  }

  /** The evaluation's next random number, 0 ≤ x < 1. */
  random(): number {
    return fraction(this.bytes());
  }

  /** The evaluation's next 32 random bytes. */
  bytes(): Uint8Array {
    this.#draws += 1;
    return digest(`${this.#seed}|${this.#draws}`);
  }
}

/** A random number, 0 ≤ x < 1, that is determined by the seed. */
export function seededRandom(seed: string): number {
  return fraction(digest(seed));
}

function digest(seed: string): Uint8Array {
  return sha256(utf8(seed));
}

function fraction(bytes: Uint8Array): number {
  return bytes.subarray(0, 6).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 48;
}

/** A `Date` whose `new Date()` is the event's time. */
export function ambientDate(ambient: Ambient): DateConstructor {
  const now = () => ambient.stopwatch();
  return new Proxy(Date, {
    construct: (target, args) => Reflect.construct(target, args.length === 0 ? [ambient.now] : args),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
}

export function ambientMath(ambient: Ambient): Math {
  const math: Math = Object.create(Object.prototype, Object.getOwnPropertyDescriptors(Math));
  math.random = () => ambient.random();
  return math;
}
