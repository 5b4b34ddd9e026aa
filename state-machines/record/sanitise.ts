import { isJsonArray, isJsonObject, type JsonValue, tryParseJson } from '../asl/json.ts';
import { arnPlace, kindOfMember, patterns } from './patterns.ts';
import { Placeholders } from './placeholders.ts';

/** The account and region of the rendered session state machine, which replace the recorded ones. */
const place = { account: '000000000000', region: 'us-east-1' };
/** Short values may be ordinary words, so they are replaced only in known members and in paths. */
const shortWord = /^[\w-]{1,7}$/;

/**
 * Replaces private values: account ids and regions, task tokens, email addresses, signed URLs, users, sessions, jobs,
 * request ids, object versions and code paths. Equal values get the same placeholder everywhere, including nested JSON
 * texts. Everything else stays the same.
 */
export function sanitise(value: JsonValue): JsonValue {
  const placeholders = new Placeholders();
  const places = new Map<string, string>();
  collect(value, placeholders, places);
  const replace = replacer(placeholders, places);
  return rewrite(value, undefined, placeholders, replace);
}

/** Yields every text with its member's name, in order of appearance, including nested JSON texts. */
function* textsIn(
  value: JsonValue,
  name: string | undefined,
): Generator<readonly [string, string | undefined]> {
  const inner = typeof value === 'string' ? parsed(value) : value;
  if (inner === undefined && typeof value === 'string') yield [value, name];
  else if (typeof inner === 'string') yield* textsIn(inner, name);
  else if (isJsonArray(inner)) for (const item of inner) yield* textsIn(item, name);
  else if (isJsonObject(inner)) {
    for (const [key, member] of Object.entries(inner)) {
      yield [key, undefined];
      yield* textsIn(member, memberName(key, name));
    }
  }
}

function collect(value: JsonValue, placeholders: Placeholders, places: Map<string, string>): void {
  for (const [text, name] of textsIn(value, undefined)) {
    const kind = kindOfMember(name, text);
    if (kind !== undefined) {
      placeholders.of(kind, text);
      continue;
    }
    for (const { groups } of text.matchAll(arnPlace)) {
      if (groups?.account) places.set(groups.account, place.account);
      if (groups?.region) places.set(groups.region, place.region);
    }
    for (const [kindOfForm, pattern] of patterns)
      for (const [found] of text.matchAll(pattern)) placeholders.of(kindOfForm, found);
  }
}

/** DynamoDB wraps a text as `{"S": text}`, so the attribute's name counts. */
function memberName(key: string, outer: string | undefined): string | undefined {
  return key === 'S' ? outer : key;
}

type Replace = (text: string) => string;

function replacer(placeholders: Placeholders, places: ReadonlyMap<string, string>): Replace {
  const known = new Map([...placeholders.entries(), ...places]);
  const long = [...known.keys()].filter((value) => !shortWord.test(value)).toSorted(byLength);
  const short = [...known.keys()].filter((value) => shortWord.test(value));
  const alternatives = [
    ...long.map((value) => `(?<!\\w)${escaped(value)}(?!\\w)`),
    ...short.map((value) => `(?<=/)${escaped(value)}(?=/)`),
  ];
  if (alternatives.length === 0) return (text) => text;
  const any = new RegExp(alternatives.join('|'), 'g');
  return (text) => text.replace(any, (value) => known.get(value) ?? value);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function byLength(one: string, other: string): number {
  return other.length - one.length;
}

function rewrite(
  value: JsonValue,
  name: string | undefined,
  placeholders: Placeholders,
  replace: Replace,
): JsonValue {
  if (typeof value === 'string') return rewriteText(value, name, placeholders, replace);
  if (isJsonArray(value)) return value.map((item) => rewrite(item, name, placeholders, replace));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      replace(key),
      rewrite(inner, memberName(key, name), placeholders, replace),
    ]),
  );
}

function rewriteText(
  text: string,
  name: string | undefined,
  placeholders: Placeholders,
  replace: Replace,
): string {
  const nested = parsed(text);
  if (nested !== undefined) return JSON.stringify(rewrite(nested, name, placeholders, replace));
  const kind = kindOfMember(name, text);
  return kind === undefined ? replace(text) : placeholders.of(kind, text);
}

/** Parses nested JSON: an object, an array or a string. */
function parsed(text: string): JsonValue | undefined {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  return tryParseJson(text);
}
