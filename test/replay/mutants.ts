/** Mutants of a definition: one small change each, as in a mistake by hand. */
import { validateDefinition } from '#state-machines/asl/index.ts';
import { type NamedHistory, replayAll } from '#state-machines/replay/index.ts';

export interface Mutant {
  /** What was changed, such as `States/T/Retry[0]/MaxAttempts: 4 → 5`. */
  readonly change: string;
  readonly definition: unknown;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

/** Fields that do not affect an execution. */
const WORDS = new Set(['Comment', 'Version', 'QueryLanguage', 'Type', 'JitterStrategy']);

/** Changes of the session state machine that no history can show, with the reason. */
export const knownEquivalents: readonly (readonly [RegExp, string])[] = [
  [
    /\/Retry\/\d+\/(?:IntervalSeconds|BackoffRate|MaxDelaySeconds): /,
    'full jitter can draw every shorter delay from the longer one too',
  ],
  [/Resume\?\/Choices: \[\d\] after/, 'the choices exclude each other, so their order has no effect'],
  [/\/Retry: \[\d\] after/, 'the retriers have no error in common, so their order has no effect'],
  [/\/Output: dropped$/, 'this Output is the result, which is the default output'],
  [
    /WaitForMask\/TimeoutSeconds: \$max\(\[1, /,
    'the minimum wait matters only in the last seconds before the deadline',
  ],
];

/** @returns what the first divergence of a history means; histories of the changed state are tried first */
export function divergenceOf(
  { change, definition }: Mutant,
  histories: readonly NamedHistory[],
): string | undefined {
  const state = change.split('/')[1] ?? '';
  const about = ({ name }: NamedHistory) => Number(name.includes(state));
  for (const result of replayAll(
    definition,
    histories.toSorted((a, b) => about(b) - about(a)),
  )) {
    if (result.outcome === 'diverged') return result.divergence.meaning;
  }
  return undefined;
}

/** Every valid mutant. */
export function validMutantsOf(definition: unknown): Mutant[] {
  return [...mutantsOf(definition)].filter((mutant) => validateDefinition(mutant.definition).length === 0);
}

function* mutantsOf(definition: unknown): Generator<Mutant> {
  const source: Json = JSON.parse(JSON.stringify(definition));
  for (const [path, value] of places(source, [])) {
    const key = path.at(-1);
    if (typeof key === 'string' && WORDS.has(key)) continue;
    for (const [what, changed] of changes(source, path, value)) {
      const copy = structuredClone(source);
      put(copy, path, changed);
      yield { change: `${path.join('/')}: ${what}`, definition: copy };
    }
  }
}

function* places(value: Json, path: Path): Generator<[Path, Json]> {
  if (path.length > 0) yield [path, value];
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* places(item, [...path, index]);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) yield* places(member, [...path, key]);
  }
}

function* changes(source: Json, path: Path, value: Json): Generator<[string, Json | undefined]> {
  const key = path.at(-1);
  if (key === 'Retry' || key === 'Catch') yield* listChanges(value);
  else if (key === 'Choices') yield* listChanges(value);
  else if (key === 'Next' || key === 'Default' || key === 'StartAt') yield* otherTargets(source, value);
  else if (key === 'Assign' || key === 'Output' || key === 'TimeoutSeconds') yield ['dropped', undefined];
  if (typeof value === 'number') yield [`${value} → ${value * 2 + 1}`, value * 2 + 1];
  if (typeof value === 'boolean') yield [`${value} → ${!value}`, !value];
  if (typeof value === 'string' && key !== 'Next' && key !== 'Default' && key !== 'StartAt')
    yield* otherText(value);
}

function* listChanges(value: Json): Generator<[string, Json]> {
  if (!Array.isArray(value)) return;
  for (const index of value.keys()) yield [`[${index}] dropped`, value.toSpliced(index, 1)];
  for (const index of value.keys()) {
    const [one, next] = [value[index], value[index + 1]];
    if (one !== undefined && next !== undefined)
      yield [`[${index}] after [${index + 1}]`, value.toSpliced(index, 2, next, one)];
  }
}

function* otherTargets(source: Json, value: Json): Generator<[string, Json]> {
  const states =
    typeof source === 'object' && source !== null && !Array.isArray(source) ? source.States : undefined;
  const names = Object.keys(typeof states === 'object' && states !== null ? states : {});
  const other = names[(names.indexOf(String(value)) + 1) % names.length];
  if (other !== undefined && other !== value) yield [`${String(value)} → ${other}`, other];
}

function* otherText(value: string): Generator<[string, Json]> {
  if (!value.startsWith('{%')) {
    yield [`${value} → ${value}X`, `${value}X`];
    return;
  }
  const expression = value.slice(2, -2).trim();
  if (/ = |accepted|<|>/.test(expression)) yield [`not ${expression}`, `{% $not(${expression}) %}`];
  const renamed = expression.replace(/([a-z]\w*)(?!.*[a-z]\w*\b)/i, '$1x');
  if (renamed !== expression) yield [`${expression} → ${renamed}`, `{% ${renamed} %}`];
  const number = expression.replace(/\d+/, (digits) => String(Number(digits) * 2 + 7));
  if (number !== expression) yield [`${expression} → ${number}`, `{% ${number} %}`];
}

function put(root: Json, path: Path, value: Json | undefined): void {
  const [key, ...rest] = path;
  if (key === undefined || typeof root !== 'object' || root === null) return;
  if (rest.length > 0) {
    const inner = Reflect.get(root, key);
    put(inner, rest, value);
  } else if (value === undefined) Reflect.deleteProperty(root, key);
  else Reflect.set(root, key, value);
}
