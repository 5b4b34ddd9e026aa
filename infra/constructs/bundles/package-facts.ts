import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Clients read only the version of their `package.json`, X-Ray also the name. The rest would be read at each start. */
export const packageFacts: Plugin = {
  name: 'package-facts',
  setup(build) {
    build.onLoad({ filter: /node_modules[\\/].*[\\/]package\.json$/ }, ({ path }) => {
      const { name, version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ name, version }), loader: 'json' };
    });
  },
};
