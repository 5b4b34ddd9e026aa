/**
 * `node infra/constructs/bundles/bundle.ts FOLDER`: bundles all handlers into a folder, each below its name. A process
 * of its own, since a synthesis cannot wait, and esbuild's plugins are asynchronous.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, type OutputFile } from 'esbuild';
import { leftOut, standIns } from './left-out.ts';
import { packageFacts } from './package-facts.ts';
import { rooms } from './rooms.ts';
import { sdkConstants } from './sdk-constants.ts';
import { withoutEffects } from './without-effects.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const [target] = process.argv.slice(2);
if (target === undefined)
  throw new Error('Say into which folder: node infra/constructs/bundles/bundle.ts FOLDER');
for (const file of await bundles()) {
  const path = join(target, basename(dirname(file.path)), basename(file.path));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, file.contents);
}

/** In memory, with paths as if below the repository, so that the same source gives the same bytes anywhere. */
async function bundles(): Promise<OutputFile[]> {
  const entries = Object.entries(rooms).map(([name, room]) => ({
    in: join(root, 'tasks', room, `${name}.ts`),
    out: join(name, 'index'),
  }));
  const built = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: 'dist/functions',
    outExtension: { '.js': '.cjs' },
    write: false,
    bundle: true,
    platform: 'node',
    // An ES module that imports `node:http` evaluates all it exports, a WebSocket client among them, at each start.
    format: 'cjs',
    target: 'node24',
    mainFields: ['module', 'main'],
    alias: { ...standIns },
    plugins: [leftOut, packageFacts, sdkConstants, withoutEffects],
    minify: true,
    // Without a link to it, Node does not read the map at each start; log lines do with the first error.
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return built.outputFiles;
}
