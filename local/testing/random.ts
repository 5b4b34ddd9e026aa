/** Pseudo-random numbers: the same seed gives the same sequence. */
export interface Random {
  /** From 0 inclusive to 1 exclusive. */
  next(): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Uniform between `from` and `to`. */
  between(from: number, to: number): number;
  /** Exponentially distributed, like the time between independent events. */
  exponential(mean: number): number;
  /** An independent sequence. It does not shift when another part draws more numbers. */
  part(name: string | number): Random;
}

/**
 * Mulberry32 by Tommy Ettinger.
 * @example
 * const faults = randomOf(7).part('faults');
 * if (faults.chance(0.04)) breakTheCall();
 */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    chance: (probability) => next() < probability,
    between: (from, to) => from + next() * (to - from),
    exponential: (mean) => -Math.log(1 - next()) * mean,
    part: (name) => randomOf(hash(`${seed} ${name}`)),
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}
