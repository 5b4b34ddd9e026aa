import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'gen3d', 'compiled');

/**
 * Caches compiled modules on disk, which halves the start time. Call this before other imports. NODE_COMPILE_CACHE
 * overrides the folder; threads and child processes use the same one.
 */
export function activateCompileCache(): void {
  process.env.NODE_COMPILE_CACHE ??= folder;
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
}
