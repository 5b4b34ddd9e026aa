import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Where the image is built. */
export const imageFolder = join(import.meta.dirname, '..', '..', 'container');

/** What the Dockerfile copies; tests and tools make no other image. */
const sources = ['Dockerfile', 'requirements', 'gen3d_container'];
const endings = /(^Dockerfile|\.txt|\.py)$/;

/** Tag of the image that the sources of this checkout give: another source, another image, another deployment. */
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
