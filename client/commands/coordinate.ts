/** A place along a side of the prepared photo: pixels from the left or top, or a share of the side. */
export type Coordinate = number | `${number}%`;

export interface Point {
  readonly x: Coordinate;
  readonly y: Coordinate;
}

/** The corners x0, y0 and x1, y1. */
export type Box = readonly [Coordinate, Coordinate, Coordinate, Coordinate];

/** @returns undefined when a part is neither pixels nor 0% to 100% */
export function parseCoordinates(text: string): readonly Coordinate[] | undefined {
  const parts = text.split(',').map(parseCoordinate);
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

function parseCoordinate(text: string): Coordinate | undefined {
  const [, digits, percent] = /^\s*(\d{1,6}(?:\.\d+)?)(%?)\s*$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits);
  if (percent !== '%') return value;
  return value <= 100 ? `${value}%` : undefined;
}

/** Is `first` at or after `second`? False also for pixels and a share, which do not compare without the photo's size. */
export function isNotBefore(first: Coordinate, second: Coordinate): boolean {
  return typeof first === typeof second && Number.parseFloat(`${first}`) >= Number.parseFloat(`${second}`);
}

/**
 * The coordinate in pixels. 100% is the last pixel.
 * @param side the photo's width or height in pixels
 * @example pixelsOf('50%', 4096) // 2048
 */
export function pixelsOf(coordinate: Coordinate, side: number): number {
  if (typeof coordinate === 'number') return coordinate;
  return Math.min((Number.parseFloat(coordinate) / 100) * side, side - 1);
}
