import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'gen3d', 'compiled');

/**
 * Keeps compiled modules on disk, which halves the time of a start: called before anything else is imported. A
 * folder given by NODE_COMPILE_CACHE comes first; threads and child processes use the same.
 */
export function keepCompiled(): void {
  process.env.NODE_COMPILE_CACHE ??= folder;
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
}
