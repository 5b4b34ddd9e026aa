/**
 * The most common expression, a variable and names: `$states.input.mask`. Over objects alone it means what it
 * seems to mean, and is read without the engine; where a list is on the way the engine has to map over it.
 */

/** No name that could be an operator or a literal. */
const PATH = /^\$[A-Za-z]\w*(?:\.(?!(?:and|or|in|true|false|null)\b)[A-Za-z_]\w*)+$/;

/** @returns the variable and the names, where the expression is of that form */
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
