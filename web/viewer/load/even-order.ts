/** Two opposite corners of a box around points. */
export interface Bounds {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Bits of a grid coordinate. Three of them make a 30-bit code. */
const bits = 10;
const cells = 1 << bits;

/**
 * Orders points so that the first n, for any n, are an even sample. The points are sorted along a space-filling
 * curve (Z-order) and taken from it by halving the widest gaps.
 * @returns indices of points
 */
export function evenOrder(positions: Float32Array, bounds: Bounds): Uint32Array {
  const curve = sortByCode(codesOf(positions, bounds));
  const order = new Uint32Array(curve.length);
  let i = 0;
  for (const at of halvings(order.length)) order[i++] = curve[at] ?? 0;
  return order;
}

/** Reorders values, of which each point has three. @returns `into` */
export function reorder<T extends Float32Array | Uint8Array>(values: T, order: Uint32Array, into: T): T {
  for (let i = 0; i < order.length; i++) {
    const from = 3 * (order[i] ?? 0);
    for (let axis = 0; axis < 3; axis++) into[3 * i + axis] = values[from + axis] ?? 0;
  }
  return into;
}

/** All numbers below a length, each in the middle of one of the widest gaps so far: numbers with reversed bits. */
function* halvings(length: number): Generator<number> {
  const half = 2 ** Math.ceil(Math.log2(Math.max(1, length))) / 2;
  for (let at = 0, visited = 0; visited < length; ) {
    if (at < length) {
      visited++;
      yield at;
    }
    let bit = half;
    for (; at & bit; bit >>= 1) at ^= bit;
    at |= bit;
  }
}

/** The position of each point on the curve. NaN counts as the lowest value. */
function codesOf(positions: Float32Array, { low, high }: Bounds): Uint32Array {
  const longest = Math.max(...high.map((value, axis) => value - (low[axis] ?? 0)));
  const scale = longest > 0 ? (cells - 1) / longest : 0;
  const [x0 = 0, y0 = 0, z0 = 0] = low;
  const codes = new Uint32Array(positions.length / 3);
  for (let i = 0; i < codes.length; i++) {
    const x = spread((scale * ((positions[3 * i] ?? 0) - x0)) | 0);
    const y = spread((scale * ((positions[3 * i + 1] ?? 0) - y0)) | 0);
    const z = spread((scale * ((positions[3 * i + 2] ?? 0) - z0)) | 0);
    codes[i] = x | (y << 1) | (z << 2);
  }
  return codes;
}

/** Inserts two zeros between the ten bits of a number. */
function spread(value: number): number {
  let code = value & (cells - 1);
  code = (code | (code << 16)) & 0x30000ff;
  code = (code | (code << 8)) & 0x300f00f;
  code = (code | (code << 4)) & 0x30c30c3;
  return (code | (code << 2)) & 0x9249249;
}

/** Radix sort, which takes linear time. */
function sortByCode(codes: Uint32Array): Uint32Array {
  let from = new Uint32Array(codes.length).map((_, index) => index);
  let into = new Uint32Array(codes.length);
  for (let shift = 0; shift < 3 * bits; shift += bits) {
    const starts = new Uint32Array(cells + 1);
    const digitOf = (index: number) => ((codes[index] ?? 0) >>> shift) & (cells - 1);
    for (let i = 0; i < codes.length; i++) starts[digitOf(i) + 1] = (starts[digitOf(i) + 1] ?? 0) + 1;
    for (let digit = 0; digit < cells; digit++)
      starts[digit + 1] = (starts[digit + 1] ?? 0) + (starts[digit] ?? 0);
    for (const index of from) {
      const digit = digitOf(index);
      const position = starts[digit] ?? 0;
      into[position] = index;
      starts[digit] = position + 1;
    }
    [from, into] = [into, from];
  }
  return from;
}
