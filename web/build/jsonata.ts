import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';
import { withoutPromises } from '#state-machines/asl/jsonata/without-promises.ts';

/** The module that compiles JSONata when Node starts. */
const loader = /\/state-machines\/asl\/jsonata\/package\.ts$/;

/** Compiles the interpreter's JSONata at build time, because the page's policy forbids `eval`. */
export function jsonata(): Plugin {
  return {
    name: 'gen3d-jsonata',
    enforce: 'pre',
    load: {
      filter: { id: loader },
      handler: async () =>
        moduleOf(await readFile(createRequire(import.meta.url).resolve('jsonata'), 'utf8')),
    },
  };
}

/** @returns the module that replaces `package.ts` */
export function moduleOf(source: string): string {
  return [
    'function factory(exports, module, Date, Math) {',
    withoutPromises(source),
    '}',
    'export function synchronousPackage() { return factory; }',
  ].join('\n');
}
