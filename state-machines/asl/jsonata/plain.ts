import type { JsonValue } from '../json.ts';

/** The result is a function or another value that JSON cannot hold. */
export class UnsupportedResult extends Error {}

/**
 * Converts a result of JSONata to JSON: sequences become arrays, and undefined members are omitted.
 * @throws UnsupportedResult
 */
export function plain(value: unknown): JsonValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value === undefined) return undefined;
  if (typeof value === 'number') return finite(value);
  if (Array.isArray(value)) return value.map((item) => plain(item) ?? null);
  if (typeof value !== 'object' || isFunction(value)) throw new UnsupportedResult();
  return Object.fromEntries(members(value));
}

function* members(object: object): Generator<[string, JsonValue]> {
  for (const [key, member] of Object.entries(object)) {
    const value = plain(member);
    if (value !== undefined) yield [key, value];
  }
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new UnsupportedResult();
  return value === 0 ? 0 : value;
}

function isFunction(value: object): boolean {
  return '_jsonata_lambda' in value || '_jsonata_function' in value;
}
