import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Calls that only make something, where esbuild does not know it and would keep what nobody uses. */
const makers = [
  // Zod says so where it defines its functions, but esbuild hears that in the same module only; `config` has an effect.
  {
    in: /[\\/]tasks[\\/]core[\\/]contracts[\\/][\w-]+\.ts$/,
    calls: /\bz\.(?!config\b)(?=[\w.]+\()/g,
    loader: 'ts' as const,
  },
  {
    in: /@aws-sdk[\\/]lib-dynamodb[\\/]dist-es[\\/]pagination[\\/]\w+\.js$/,
    calls: /\bcreatePaginator\(/g,
    loader: 'js' as const,
  },
];

/** Leaves out contracts that a function does not parse with, and paginators. */
export const withoutEffects: Plugin = {
  name: 'without-effects',
  setup(build) {
    for (const { in: filter, calls, loader } of makers) {
      build.onLoad({ filter }, ({ path }) => ({
        contents: noted(readFileSync(path, 'utf8'), calls),
        loader,
      }));
    }
  },
};

/** A module with a note at each of these calls that it has no effects. */
function noted(source: string, calls: RegExp): string {
  return source.replace(calls, '/* @__PURE__ */ $&');
}
