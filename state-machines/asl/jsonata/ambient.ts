/** What an expression can learn about the world around it: the time and chance, both given by the execution. */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../bytes.ts';

/** So many reads of the stopwatch share one look at the clock. */
const CLOCK_STRIDE = 64;

export class Ambient {
  /** Epoch milliseconds: the time of the event that is being decided. */
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

  /** The real clock, which only bounds an evaluation: read at every node, so most reads repeat the last look. */
  stopwatch(): number {
    if (this.#reads++ % CLOCK_STRIDE === 0) this.#looked = Date.now();
    return this.#looked;
  }

  /** 0 ≤ x < 1, the next one of this evaluation. */
  random(): number {
    return fraction(this.bytes());
  }

  /** Sixteen bytes or more, the next ones of this evaluation. */
  bytes(): Uint8Array {
    this.#draws += 1;
    return digest(`${this.#seed}|${this.#draws}`);
  }
}

/** 0 ≤ x < 1, always the same for the same seed. */
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
