/** The details of events, to be compared. */
import { type JsonValue, tryParseJson } from '../asl/json.ts';

type Members = Readonly<Record<string, unknown>>;

/** JSON text in details. */
const JSON_TEXT = new Set(['input', 'output', 'parameters']);
/** Not the definition's to say. */
const NOT_COMPARED = new Set(['region', 'inputDetails', 'outputDetails', 'assignedVariablesDetails']);

/** True where both are spelt the same, which is the usual case and the cheap one. */
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

/** Details as values: JSON text is parsed, so that its spelling does not matter. */
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
