import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionName } from '#tasks/manifest.ts';

let folder: string | undefined;

/**
 * Folder with the bundled handler of a function (`index.cjs`), including its SDK clients. One esbuild run bundles all
 * handlers, because separate runs take longer than the rest of the synthesis.
 */
export function handlerBundle(name: FunctionName): string {
  folder ??= bundleAll();
  return join(folder, name);
}

function bundleAll(): string {
  const target = mkdtempSync(join(tmpdir(), 'gen3d-bundles-'));
  // The synthesis copies what it needs.
  process.once('exit', () => rmSync(target, { recursive: true, force: true }));
  const script = join(import.meta.dirname, 'bundles', 'main.ts');
  execFileSync(process.execPath, [script, target], { stdio: ['ignore', 'inherit', 'inherit'] });
  return target;
}
