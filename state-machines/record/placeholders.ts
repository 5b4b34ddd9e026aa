/** Placeholders for private values. They have the same form, so that contracts still accept them. */

/** Kinds of values that are replaced. */
export type Kind =
  | 'user'
  | 'session'
  | 'token'
  | 'version'
  | 'mail'
  | 'signed-url'
  | 'ticket'
  | 'id-token'
  | 'access-key'
  | 'uuid'
  | 'hex'
  | 'trace'
  | 'host'
  | 'id'
  | 'code';

/** The n-th placeholder of a kind, from 1. Some kinds keep the length of `value`. */
export function placeholder(kind: Kind, n: number, value: string): string {
  switch (kind) {
    case 'mail':
      return `user-${n}@example.com`;
    case 'signed-url':
      return `https://signed.example.com/${n}?X-Amz-Signature=${n}`;
    case 'host':
      return `127.0.0.1:${3_899 + n}`;
    case 'code':
      return '/var/task/index.mjs';
    case 'uuid':
      return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
    case 'hex':
      return n.toString(16).padStart(value.length, '0');
    case 'trace':
      return `Root=1-00000000-${n.toString(16).padStart(24, '0')}`;
    default:
      return `${kind}-${`${n}`.padStart(4, '0')}`;
  }
}

/** Gives equal values the same placeholder, numbered in order of appearance. */
export class Placeholders {
  readonly #byKind = new Map<Kind, Map<string, string>>();
  readonly #all = new Map<string, string>();

  /** @returns the placeholder; a value keeps its first kind */
  of(kind: Kind, value: string): string {
    const known = this.#all.get(value);
    if (known !== undefined) return known;
    const values = this.#byKind.get(kind) ?? new Map<string, string>();
    this.#byKind.set(kind, values);
    const given = placeholder(kind, values.size + 1, value);
    values.set(value, given);
    this.#all.set(value, given);
    return given;
  }

  /** All replaced values with their placeholders, longest first. */
  entries(): (readonly [string, string])[] {
    return [...this.#all].toSorted(([a], [b]) => b.length - a.length);
  }
}
