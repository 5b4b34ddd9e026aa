import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Build context of the image. */
export const imageFolder = join(import.meta.dirname, '..', '..', 'container');

/** What the Dockerfile copies. Tests and tools do not affect the image. */
const sources = ['Dockerfile', 'requirements', 'gen3d_container'];
const endings = /(^Dockerfile|\.txt|\.py)$/;

/**
 * Image tag made of a hash of the image's sources, so that changed sources deploy a new image.
 * @returns `source-` and 16 hexadecimal digits
 */
export function imageTag(folder = imageFolder): string {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((source) => filesBelow(folder, source))) {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(folder, path)))
      .update('\0');
  }
  return `source-${hash.digest('hex').slice(0, 16)}`;
}

function filesBelow(folder: string, source: string): string[] {
  if (endings.test(source)) return [source];
  return readdirSync(join(folder, source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}
