/** Reads the details of events for a comparison. */
import { type JsonValue, tryParseJson } from '../asl/json.ts';

type Members = Readonly<Record<string, unknown>>;

/** Details that hold JSON text. */
const JSON_TEXT = new Set(['input', 'output', 'parameters']);
/** Details that do not depend on the definition. */
const NOT_COMPARED = new Set(['region', 'inputDetails', 'outputDetails', 'assignedVariablesDetails']);

/** True when both are equal as text, which is the common case and cheap to check. */
export function identical(recorded: unknown, now: Members | undefined): boolean {
  if (!isMembers(recorded) || now === undefined) return false;
  return sameMembers(recorded, now) && sameMembers(now, recorded);
}

function sameMembers(one: Members, other: Members): boolean {
  for (const key in one) {
    if (NOT_COMPARED.has(key) || one[key] === other[key]) continue;
    const [a, b] = [one[key], other[key]];
    if (!isMembers(a) || !isMembers(b) || !sameMembers(a, b)) return false;
  }
  return true;
}

/** Details as values. JSON text is parsed, so that its formatting does not matter. */
export function detailValues(details: unknown): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = {};
  if (!isMembers(details)) return values;
  for (const [key, value] of Object.entries(details)) {
    if (!NOT_COMPARED.has(key)) values[key] = detailValue(key, value);
  }
  return values;
}

function detailValue(key: string, value: unknown): JsonValue {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return JSON_TEXT.has(key) ? (tryParseJson(value) ?? value) : value;
  if (!isMembers(value)) return null;
  const members = Object.entries(value).map(([name, text]) => [
    name,
    tryParseJson(String(text)) ?? String(text),
  ]);
  return Object.fromEntries(members);
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}
