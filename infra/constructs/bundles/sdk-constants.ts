import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Generated code of each SDK client: the schemas of all operations, and the endpoint rules. */
const generated =
  /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/](schemas[\\/]schemas_\d+|endpoint[\\/]bdd)\.js$/;

/**
 * Inlines the constants in generated SDK code. esbuild keeps every object with computed keys, used or not, so each bundle
 * would contain all operations of S3. V8 is also slow to load such objects, and lists with sums in them.
 */
export const sdkConstants: Plugin = {
  name: 'sdk-constants',
  setup(build) {
    build.onLoad({ filter: generated }, ({ path }) => ({
      contents: withConstants(readFileSync(path, 'utf8')),
      loader: 'js',
    }));
  },
};

/** Replaces text constants in keys, and numeric constants in sums, by their values. */
export function withConstants(source: string): string {
  const texts = new Map(constants(source, /(?:^const|,) (\w+) = ("(?:[^"\\]|\\.)*")/gm));
  const numbers = new Map(constants(source, /^const (\w+) = ([\d_]+);$/gm));
  return source
    .replace(/\[(\w+)\]:/g, (key, name) => (texts.has(name) ? `${texts.get(name)}:` : key))
    .replace(/\b(\w+) \+ (\d+)\b/g, (sum, name, addend) =>
      numbers.has(name) ? `${Number(numbers.get(name)?.replaceAll('_', '')) + Number(addend)}` : sum,
    );
}

function constants(source: string, pattern: RegExp): [string, string][] {
  return [...source.matchAll(pattern)].map(([, name = '', value = '']) => [name, value]);
}
