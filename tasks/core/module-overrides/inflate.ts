import { inflateSync } from 'node:zlib';

type Told = (bytes: Uint8Array, final: boolean) => void;

/**
 * Replaces `fflate` in the bundles, whose tables take a sixth of a start. The PNG decoder inflates with Node's zlib
 * instead, and only pixels whose size was checked (`tasks/core/mask/decode.ts`).
 */
export class Unzlib {
  readonly #told: Told;
  readonly #parts: Uint8Array[] = [];

  constructor(told: Told) {
    this.#told = told;
  }

  /** Adds a part, and emits all inflated bytes after the last one. @throws Error when the data is damaged */
  push(part: Uint8Array, final: boolean): void {
    this.#parts.push(part);
    if (final) this.#told(inflateSync(Buffer.concat(this.#parts)), true);
  }
}

/** For colour profiles, which are never read. */
export function unzlibSync(): never {
  throw new Error('This bundle inflates only pixels. See tasks/core/module-overrides.');
}

/** For the encoder, which is not used. */
export function zlibSync(): never {
  throw new Error('This bundle has no deflate. See tasks/core/module-overrides.');
}
