import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Calls without side effects. Unless they are marked, esbuild keeps unused results. */
const makers = [
  // Zod marks its functions, but esbuild reads the marks only within one module. `config` has a side effect.
  {
    in: /[\\/]contracts[\\/](?:[\w-]+[\\/])*[\w-]+\.ts$/,
    calls: /\bz\.(?!config\b)(?=[\w.]+\()/g,
    loader: 'ts' as const,
  },
  {
    in: /@aws-sdk[\\/]lib-dynamodb[\\/]dist-es[\\/]pagination[\\/]\w+\.js$/,
    calls: /\bcreatePaginator\(/g,
    loader: 'js' as const,
  },
];

/** Omits unused contracts and paginators. */
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

/** Marks each of these calls in a module as pure. */
function noted(source: string, calls: RegExp): string {
  return source.replace(calls, '/* @__PURE__ */ $&');
}
