import { isJsonArray, isJsonObject, type JsonValue, tryParseJson } from '../asl/json.ts';
import { arnPlace, kindOfMember, patterns } from './patterns.ts';
import { StandIns } from './stand-ins.ts';

/** Where the rendered session machine lies; AWS accounts and regions are mapped there. */
const place = { account: '000000000000', region: 'us-east-1' };
/** Words so short may be other words too: they are replaced only where their member tells them, and in paths. */
const shortWord = /^[\w-]{1,7}$/;

/**
 * Replaces what tells of people, accounts and secrets: account ids and regions, task tokens, mail addresses,
 * signed URLs, users, sessions, jobs, request ids, object versions, paths of code. The same value becomes the same
 * stand-in everywhere, in JSON texts within texts too; everything else stays as it is.
 */
export function sanitise(value: JsonValue): JsonValue {
  const standIns = new StandIns();
  const places = new Map<string, string>();
  collect(value, standIns, places);
  const replace = replacer(standIns, places);
  return rewrite(value, undefined, standIns, replace);
}

/** Tells every text with the name of its member, in the order in which they appear, texts within texts too. */
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

function collect(value: JsonValue, standIns: StandIns, places: Map<string, string>): void {
  for (const [text, name] of textsIn(value, undefined)) {
    const kind = kindOfMember(name, text);
    if (kind !== undefined) {
      standIns.of(kind, text);
      continue;
    }
    for (const { groups } of text.matchAll(arnPlace)) {
      if (groups?.account) places.set(groups.account, place.account);
      if (groups?.region) places.set(groups.region, place.region);
    }
    for (const [kindOfForm, pattern] of patterns)
      for (const [found] of text.matchAll(pattern)) standIns.of(kindOfForm, found);
  }
}

/** DynamoDB wraps a text as `{"S": text}`: it is known by the name of the attribute. */
function memberName(key: string, outer: string | undefined): string | undefined {
  return key === 'S' ? outer : key;
}

type Replace = (text: string) => string;

function replacer(standIns: StandIns, places: ReadonlyMap<string, string>): Replace {
  const known = new Map([...standIns.entries(), ...places]);
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
  standIns: StandIns,
  replace: Replace,
): JsonValue {
  if (typeof value === 'string') return rewriteText(value, name, standIns, replace);
  if (isJsonArray(value)) return value.map((item) => rewrite(item, name, standIns, replace));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      replace(key),
      rewrite(inner, memberName(key, name), standIns, replace),
    ]),
  );
}

function rewriteText(text: string, name: string | undefined, standIns: StandIns, replace: Replace): string {
  const nested = parsed(text);
  if (nested !== undefined) return JSON.stringify(rewrite(nested, name, standIns, replace));
  const kind = kindOfMember(name, text);
  return kind === undefined ? replace(text) : standIns.of(kind, text);
}

/** The value of a JSON text that can hide something: an object, a list or a text. */
function parsed(text: string): JsonValue | undefined {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  return tryParseJson(text);
}
