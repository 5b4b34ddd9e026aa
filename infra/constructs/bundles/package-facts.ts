import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Of a package's `package.json` a client tells its version, X-Ray its name, too; the rest would be read at each start. */
export const packageFacts: Plugin = {
  name: 'package-facts',
  setup(build) {
    build.onLoad({ filter: /node_modules[\\/].*[\\/]package\.json$/ }, ({ path }) => {
      const { name, version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ name, version }), loader: 'json' };
    });
  },
};
