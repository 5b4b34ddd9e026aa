/**
 * Event patterns with the filters that this project's templates use.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */

/** An event pattern that the local EventBridge does not support. */
export class EventPatternError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EventPatternError';
  }
}

export type EventPattern = Readonly<Record<string, unknown>>;
type Matches = (value: unknown) => boolean;

/**
 * Compiles a pattern: every field must match one of its alternatives.
 * @throws EventPatternError naming the field and the unsupported filter
 */
export function compilePattern(pattern: EventPattern, path = ''): Matches {
  const fields = Object.entries(pattern).map(([name, rule]) => {
    const here = path === '' ? name : `${path}.${name}`;
    if (name === '$or')
      throw new EventPatternError(
        `The event pattern uses $or at ${here}. The local EventBridge does not support it.`,
      );
    return { name, matches: compileField(rule, here) };
  });
  return (value) => fields.every(({ name, matches }) => matches(isRecord(value) ? value[name] : undefined));
}

function compileField(rule: unknown, path: string): Matches {
  if (isRecord(rule)) return compilePattern(rule, path);
  if (!Array.isArray(rule) || rule.length === 0)
    throw new EventPatternError(`The event pattern must have a list at ${path}.`);
  const alternatives = rule.map((one: unknown) => compileFilter(one, path));
  return (value) => {
    const values = Array.isArray(value) && value.length > 0 ? value : [value];
    return values.some((one) => alternatives.some((matches) => matches(one)));
  };
}

function compileFilter(filter: unknown, path: string): Matches {
  if (!isRecord(filter)) return (value) => value === filter;
  const [[name, argument] = [], ...more] = Object.entries(filter);
  if (name === undefined || more.length > 0)
    throw new EventPatternError(`The event pattern's filter at ${path} must have exactly one name.`);
  if (name === 'exists' && typeof argument === 'boolean')
    return (value) => (value !== undefined) === argument;
  if (name === 'anything-but') return compileAnythingBut(argument, path);
  if (typeof argument !== 'string') throw unknownFilter(name, path);
  return onText(name, argument, path);
}

function compileAnythingBut(argument: unknown, path: string): Matches {
  const excluded = (Array.isArray(argument) ? argument : [argument]).map((one: unknown) =>
    compileFilter(one, path),
  );
  return (value) => value !== undefined && !excluded.some((matches) => matches(value));
}

function onText(name: string, argument: string, path: string): Matches {
  const test = (check: (text: string) => boolean) => (value: unknown) =>
    typeof value === 'string' && check(value);
  if (name === 'prefix') return test((text) => text.startsWith(argument));
  if (name === 'suffix') return test((text) => text.endsWith(argument));
  if (name === 'equals-ignore-case') return test((text) => text.toLowerCase() === argument.toLowerCase());
  throw unknownFilter(name, path);
}

function unknownFilter(name: string, path: string): EventPatternError {
  return new EventPatternError(
    `The event pattern uses the filter ${name} at ${path}. The local EventBridge does not support it.`,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
