/** Chance that a seed decides: the same seed, the same sequence. */
export interface Random {
  /** From 0, below 1. */
  next(): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Between `from` and `to`. */
  between(from: number, to: number): number;
  /** Exponentially distributed, as the time between events that know nothing of each other. */
  exponential(mean: number): number;
  /** A sequence of its own for a part, which does not shift when another part draws more. */
  part(name: string | number): Random;
}

/** Mulberry32 by Tommy Ettinger: 32 bits of state are plenty for choosing what breaks. */
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
