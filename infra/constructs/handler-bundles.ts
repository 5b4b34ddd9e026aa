import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { buildSync, type OutputFile } from 'esbuild';
import type { FunctionName } from '#tasks/core/environment.ts';

const root = join(import.meta.dirname, '..', '..');

/** Folder below `tasks/` that a handler lies in. */
export type Room = 'api' | 'workflow' | 'callbacks';

const rooms: Record<FunctionName, Room> = {
  initialize: 'api',
  reconstruct: 'api',
  status: 'api',
  uploads: 'api',
  sessions: 'api',
  download: 'api',
  'validate-input': 'workflow',
  'request-inference': 'workflow',
  'check-output': 'workflow',
  'validate-mask': 'workflow',
  'notify-success': 'workflow',
  'handle-error': 'workflow',
  'inference-result': 'callbacks',
  'execution-status': 'callbacks',
  'rotate-ticket-key': 'callbacks',
};

/** What of the packages no function needs; each says why. */
const standIns = {
  '@aws-sdk/credential-provider-node': standIn('credentials'),
  '@smithy/core/event-streams': standIn('event-streams'),
  semver: standIn('semver'),
};

let folder: string | undefined;

/**
 * Folder with the bundled handler of a function (`index.cjs`), its SDK clients included.
 * All handlers are bundled in one esbuild run: a run for each takes longer than all the rest of a synthesis.
 */
export function handlerBundle(name: FunctionName): string {
  folder ??= bundleAll();
  return join(folder, name);
}

function standIn(name: string): string {
  return join(root, 'tasks', 'core', 'bundle', `${name}.ts`);
}

function bundleAll(): string {
  const target = mkdtempSync(join(tmpdir(), 'gen3d-bundles-'));
  // The synthesis copies what it needs.
  process.once('exit', () => rmSync(target, { recursive: true, force: true }));
  for (const file of bundles()) {
    const path = join(target, basename(dirname(file.path)), basename(file.path));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.contents);
  }
  return target;
}

/** In memory, with paths as if below the repository, so that the same source gives the same bytes anywhere. */
function bundles(): OutputFile[] {
  const entries = Object.entries(rooms).map(([name, room]) => ({
    in: join(root, 'tasks', room, `${name}.ts`),
    out: join(name, 'index'),
  }));
  const built = buildSync({
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
    alias: standIns,
    minify: true,
    // Without a link to it, Node does not read the map at each start; log lines do with the first error.
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return built.outputFiles;
}
