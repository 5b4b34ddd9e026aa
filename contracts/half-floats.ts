/** Decodes one IEEE 754 half from its 16 bits. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** Decodes little-endian halves. Browsers from before 2025 lack Float16Array. */
export function decodeHalves(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new Float32Array(bytes.byteLength >> 1);
  for (let i = 0; i < out.length; i++) out[i] = halfToNumber(view.getUint16(2 * i, true));
  return out;
}

/** Encodes floats as halves: exact for values of `decodeHalves`, otherwise rounded to the nearest, ties to even. */
export function encodeHalves(values: Float32Array): Uint16Array<ArrayBuffer> {
  if (typeof Float16Array !== 'undefined') return new Uint16Array(new Float16Array(values).buffer);
  return Uint16Array.from(values, numberToHalf);
}

/** The 16 bits of the nearest half. Values beyond the range become infinity. */
export function numberToHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const steps = roundToEven(size * 2 ** (10 - exponent));
  // Below 1,024 steps the half is subnormal; 2,048 of them carry into the next exponent.
  const bits = (exponent + 14) * 1024 + steps;
  return sign | (bits < 0x7c00 ? bits : 0x7c00);
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest === 0.5) return floor + (floor % 2);
  return rest > 0.5 ? floor + 1 : floor;
}
