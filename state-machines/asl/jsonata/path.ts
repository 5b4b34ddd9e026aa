/**
 * Evaluates simple paths such as `$states.input.mask`, the most common expressions, without the engine. The engine is
 * needed when the path contains an array, because JSONata maps over it.
 */

/** Excludes names that are operators or literals. */
const PATH = /^\$[A-Za-z]\w*(?:\.(?!(?:and|or|in|true|false|null)\b)[A-Za-z_]\w*)+$/;

/** @returns the variable and the names, or undefined for any other expression */
export function simplePath(text: string): readonly string[] | undefined {
  return PATH.test(text) ? text.slice(1).split('.') : undefined;
}

export type Walked = { readonly found: unknown } | 'ask the engine';

export function walk(path: readonly string[], bindings: Readonly<Record<string, unknown>>): Walked {
  let value: unknown = bindings;
  for (const name of path) {
    if (Array.isArray(value)) return 'ask the engine';
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return { found: undefined };
    value = Reflect.get(value, name);
  }
  return { found: value };
}
