/**
 * `node infra/constructs/bundles/main.ts FOLDER`: bundles all handlers, each into a subfolder with its name. It is a
 * separate process because synthesis is synchronous and esbuild's plugins are asynchronous.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, type OutputFile } from 'esbuild';
import { type Handler, handlers } from '#tasks/manifest.ts';
import { bundleDecoder } from './decoder.ts';
import { moduleOverrides, omittedModules } from './module-overrides.ts';
import { packageFacts } from './package-facts.ts';
import { sdkConstants } from './sdk-constants.ts';
import { withoutEffects } from './without-effects.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const [target] = process.argv.slice(2);
if (target === undefined)
  throw new Error('The folder is missing. Usage: node infra/constructs/bundles/main.ts FOLDER');
for (const file of await bundles()) {
  const path = join(target, basename(dirname(file.path)), basename(file.path));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, file.contents);
}
const decoding = handlers.filter(({ decodes }: Handler) => decodes);
for (const { name } of decoding) await bundleDecoder(root, join(target, name));

/** Builds in memory with paths relative to the repository, so that the same source gives the same bytes anywhere. */
async function bundles(): Promise<OutputFile[]> {
  const entries = handlers.map(({ folder, name }) => ({
    in: join(root, 'tasks', folder, `${name}.ts`),
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
    // CommonJS: an ES module that imports `node:http` evaluates all its exports, even a WebSocket client, at each start.
    format: 'cjs',
    target: 'node24',
    mainFields: ['module', 'main'],
    alias: { ...moduleOverrides },
    // The decoder lies beside the bundle.
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    plugins: [omittedModules, packageFacts, sdkConstants, withoutEffects],
    minify: true,
    // Without a link, Node does not read the map at each start. The logger reads it at the first error.
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return built.outputFiles;
}
