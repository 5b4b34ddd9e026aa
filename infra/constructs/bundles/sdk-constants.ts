import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** What the SDK generates per client: the schemas of all operations, and the rules that lead to an endpoint. */
const generated =
  /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/](schemas[\\/]schemas_\d+|endpoint[\\/]bdd)\.js$/;

/**
 * Writes out the constants in what the SDK generates. esbuild keeps an object whose keys are computed, used or not:
 * all operations of S3 lay in each bundle. And at each start V8 takes its slow path for such objects and for lists
 * with sums in them.
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

/** A generated module with its text constants as the keys, and its numbers in the sums, that they stand for. */
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
