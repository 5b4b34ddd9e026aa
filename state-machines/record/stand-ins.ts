/** What stands for a value that must not be stored: of the same form, so that contracts still accept it. */

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

/** The n-th value of its kind, from 1; `value` tells its length where that matters. */
export function standIn(kind: Kind, n: number, value: string): string {
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

/** Gives the same stand-in to the same value, numbered as they come. */
export class StandIns {
  readonly #byKind = new Map<Kind, Map<string, string>>();
  readonly #all = new Map<string, string>();

  /** @returns the stand-in; the first kind that claims a value keeps it */
  of(kind: Kind, value: string): string {
    const known = this.#all.get(value);
    if (known !== undefined) return known;
    const values = this.#byKind.get(kind) ?? new Map<string, string>();
    this.#byKind.set(kind, values);
    const given = standIn(kind, values.size + 1, value);
    values.set(value, given);
    this.#all.set(value, given);
    return given;
  }

  /** Every value replaced so far and what stands for it, the longest first. */
  entries(): (readonly [string, string])[] {
    return [...this.#all].toSorted(([a], [b]) => b.length - a.length);
  }
}
