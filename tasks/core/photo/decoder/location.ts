import { join } from 'node:path';

/** A decoder, and the only folder that it may read. */
export interface Decoder {
  readonly file: string;
  readonly folder: string;
}

const here = import.meta.dirname;

/** Beside the bundle of a function, or here among the sources, which need the packages. */
export const ownDecoder: Decoder = import.meta.filename.endsWith('.ts')
  ? { file: join(here, 'main.ts'), folder: join(here, '..', '..', '..', '..') }
  : { file: join(here, 'decoder.mjs'), folder: here };
