import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildPage } from '#local/environment/page-build.ts';

const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    css: z.array(z.string()).default([]),
  }),
);

let folder: string;
let manifest: z.infer<typeof Manifest>;

beforeAll(async () => {
  folder = await buildPage(() => {});
  manifest = Manifest.parse(JSON.parse(await readFile(join(folder, '.vite', 'manifest.json'), 'utf8')));
}, 300_000);

/** Files that the browser loads before it renders: a chunk, its imports, and their styles. */
function filesOf(chunk: string, seen = new Set<string>()): string[] {
  const { file, imports, css } = manifest[chunk] ?? { file: '', imports: [], css: [] };
  if (seen.has(chunk)) return [];
  seen.add(chunk);
  return [file, ...css, ...imports.flatMap((each) => filesOf(each, seen))];
}

describe('the built page', () => {
  it('loads at most 135 KB, gzipped, before editor, viewer and inspector', async () => {
    const files = await Promise.all(
      ['index.html', ...new Set(filesOf('index.html'))].map((file) => readFile(join(folder, file))),
    );

    const bytes = files.reduce((sum, file) => sum + gzipSync(file).length, 0);

    expect(files.length).toBeGreaterThan(2);
    expect(bytes).toBeLessThanOrEqual(135 * 1_000);
  });

  it('has no inline script or style, and loads nothing from other sites', async () => {
    const html = await readFile(join(folder, 'index.html'), 'utf8');

    expect(html).not.toMatch(/<style|<script(?![^>]*\ssrc=)| style=| on\w+=/);
    expect(html).not.toMatch(/(src|href)="https?:/);
  });
});
