/**
 * Compares a history with a recorded one. Recordings contain placeholders that match anything, objects in place of
 * JSON text, and masked times, roles and regions.
 */
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, tryParseJson } from '../asl/json.ts';

const PLACEHOLDER =
  /^(?:<[\s\S]*>|date|timestamp|snf_role_arn|a_task_token|arn:[\s\S]*|[\s\S]*<[a-zA-Z_-]+:?\d*>[\s\S]*)$/;
const MASKED = new Set([
  'timestamp',
  'inputDetails',
  'outputDetails',
  'assignedVariablesDetails',
  'roleArn',
  'region',
]);
/** Flag of recordings whose Parallel events were sorted, so that only the number of each type can be compared. */
const SORTED = 'parallel-branch-events-sorted';

export interface Recording {
  readonly history: readonly JsonObject[];
  readonly flags: readonly string[];
}

/** @returns the first difference, or undefined when both are equal */
export function firstDifference(recording: Recording, events: readonly JsonObject[]): string | undefined {
  if (recording.flags.includes(SORTED)) return multisetDifference(recording.history, events);
  const odd = recording.history.findIndex(({ type }, index) => type !== events[index]?.type);
  if (odd !== -1)
    return `event ${odd + 1}: ${shown(events[odd]?.type)} for ${shown(recording.history[odd]?.type)}`;
  if (events.length > recording.history.length)
    return `${events.length} events for ${recording.history.length}`;
  for (const [index, event] of recording.history.entries()) {
    const difference = differs(event, events[index] ?? null, `#${index + 1} ${shown(event.type)}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function multisetDifference(
  recorded: readonly JsonObject[],
  events: readonly JsonObject[],
): string | undefined {
  const types = (history: readonly JsonObject[]) =>
    history
      .map((event) => String(event.type))
      .filter((type) => !type.startsWith('ParallelState'))
      .toSorted();
  const difference = differs(types(recorded), types(events), 'types');
  return difference ?? differs(unnumbered(recorded.at(-1)), unnumbered(events.at(-1)), 'last');
}

function unnumbered(event: JsonObject = {}): JsonObject {
  return Object.fromEntries(
    Object.entries(event).filter(([key]) => key !== 'id' && key !== 'previousEventId'),
  );
}

function differs(recorded: JsonValue, got: JsonValue, path: string): string | undefined {
  if (typeof recorded === 'string') return textDiffers(recorded, got, path);
  const value = typeof got === 'string' && typeof recorded !== 'boolean' ? (tryParseJson(got) ?? got) : got;
  if (isJsonObject(recorded))
    return isJsonObject(value) ? membersDiffer(recorded, value, path) : clash(recorded, got, path);
  if (isJsonArray(recorded))
    return isJsonArray(value) ? itemsDiffer(recorded, value, path) : clash(recorded, got, path);
  return recorded === value ? undefined : clash(recorded, got, path);
}

function textDiffers(recorded: string, got: JsonValue, path: string): string | undefined {
  if (recorded === got || (PLACEHOLDER.test(recorded) && got !== null)) return undefined;
  const meant = tryParseJson(recorded);
  const value = typeof got === 'string' ? tryParseJson(got) : undefined;
  if (meant === undefined || value === undefined) return clash(recorded, got, path);
  if (typeof meant === 'string' && PLACEHOLDER.test(meant)) return undefined;
  return JSON.stringify(sorted(meant)) === JSON.stringify(sorted(value))
    ? undefined
    : clash(recorded, got, path);
}

function membersDiffer(recorded: JsonObject, got: JsonObject, path: string): string | undefined {
  const keys = (object: JsonObject) => Object.keys(object).filter((key) => !MASKED.has(key));
  const wanted = keys(recorded);
  const strange = keys(got).filter((key) => !wanted.includes(key));
  const missing = wanted.filter((key) => !(key in got));
  if (strange.length + missing.length > 0 && !wanted.some((key) => PLACEHOLDER.test(key))) {
    return `${path}: has ${shown(strange)}, lacks ${shown(missing)}`;
  }
  for (const key of wanted) {
    const mine = got[key];
    const difference =
      mine === undefined ? undefined : differs(recorded[key] ?? null, mine, `${path}/${key}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function itemsDiffer(
  recorded: readonly JsonValue[],
  got: readonly JsonValue[],
  path: string,
): string | undefined {
  if (recorded.length !== got.length) return clash(recorded, got, path);
  for (const [index, item] of recorded.entries()) {
    const difference = differs(item, got[index] ?? null, `${path}[${index}]`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function sorted(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

function clash(recorded: JsonValue, got: JsonValue, path: string): string {
  return `${path}: ${shown(got)} for ${shown(recorded)}`;
}

function shown(value: JsonValue | undefined): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 160);
}
