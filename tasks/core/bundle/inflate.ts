import { inflateSync } from 'node:zlib';

type Told = (bytes: Uint8Array, final: boolean) => void;

/**
 * Takes the place of `fflate` in the bundles, whose tables take a sixth of a start: the PNG decoder inflates by Node's
 * zlib. It comes here with pixels only that have been measured before (`tasks/core/mask/decode.ts`).
 */
export class Unzlib {
  readonly #told: Told;
  readonly #parts: Uint8Array[] = [];

  constructor(told: Told) {
    this.#told = told;
  }

  /** Takes a part; tells all of it inflated after the last. @throws Error when it is damaged */
  push(part: Uint8Array, final: boolean): void {
    this.#parts.push(part);
    if (final) this.#told(inflateSync(Buffer.concat(this.#parts)), true);
  }
}

/** For colour profiles, which are not read. */
export function unzlibSync(): never {
  throw new Error('This bundle inflates pixels only: see tasks/core/bundle.');
}

/** For the encoder, which writes no mask here. */
export function zlibSync(): never {
  throw new Error('This bundle holds no deflate: see tasks/core/bundle.');
}
