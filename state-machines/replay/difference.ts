/**
 * Compares a recorded value with the value that the definition gives now. Some values are random or depend on the
 * time. They are found by evaluating again in an execution with another name and at another time.
 */
import { isJsonArray, isJsonObject, type JsonValue } from '../asl/json.ts';

/** How much later the evaluation at another time happens, in milliseconds. */
export const TIME_SHIFT = 1_000_000;
/** How much a recorded time may differ from the event's timestamp, in milliseconds. */
const TIME_SLACK = 5_000;
const ARN = /^arn:[^:]*:(?<service>[^:]*):[^:]*:[^:]*:(?<resource>.*)$/;

export interface Difference {
  readonly path: string;
  readonly recorded: JsonValue | undefined;
  readonly now: JsonValue | undefined;
}

/** The value from three evaluations. */
export interface Given {
  readonly now: JsonValue | undefined;
  /** In an execution with another name, other tokens and other random numbers. */
  readonly elsewhere: JsonValue | undefined;
  /** At another time. */
  readonly later: JsonValue | undefined;
}

/** @returns the first difference, in the order of the recorded members */
export function firstDifference(
  recorded: JsonValue | undefined,
  given: Given,
  path: string,
): Difference | undefined {
  const { now, elsewhere, later } = given;
  if (isJsonObject(recorded) && isJsonObject(now)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(now)])) {
      const inner = { now: now[key], elsewhere: member(elsewhere, key), later: member(later, key) };
      const difference = firstDifference(recorded[key], inner, `${path}/${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (isJsonArray(recorded) && isJsonArray(now) && recorded.length === now.length) {
    for (const [index, item] of recorded.entries()) {
      const inner = { now: now[index], elsewhere: element(elsewhere, index), later: element(later, index) };
      const difference = firstDifference(item, inner, `${path}[${index}]`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  return same(recorded, given) ? undefined : { path, recorded, now };
}

function same(recorded: JsonValue | undefined, { now, elsewhere, later }: Given): boolean {
  if (recorded === now) return true;
  if (typeof recorded !== typeof now) return false;
  if (differ(elsewhere, now)) return true;
  if (differ(later, now)) return closeInTime(recorded, now, later);
  return typeof recorded === 'string' && typeof now === 'string' && sameArn(recorded, now);
}

/** A value that grows with time by a factor may differ by that factor of the slack. */
function closeInTime(
  recorded: JsonValue | undefined,
  now: JsonValue | undefined,
  later: JsonValue | undefined,
): boolean {
  const [there, here, after] = [recorded, now, later].map(asNumber);
  if (there === undefined || here === undefined || after === undefined) return typeof now === 'string';
  return Math.abs(there - here) <= (Math.abs(after - here) * TIME_SLACK) / TIME_SHIFT + 1;
}

function asNumber(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return value;
  const time =
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** True for the same resource in two accounts or regions. */
function sameArn(one: string, other: string): boolean {
  const [a, b] = [ARN.exec(one)?.groups, ARN.exec(other)?.groups];
  return a !== undefined && b !== undefined && a.service === b.service && a.resource === b.resource;
}

function differ(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

function member(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) ? value[key] : undefined;
}

function element(value: JsonValue | undefined, index: number): JsonValue | undefined {
  return isJsonArray(value) ? value[index] : undefined;
}
