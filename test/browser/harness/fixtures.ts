import { readFile } from 'node:fs/promises';
import { test as base, expect } from '@playwright/test';
import { embed, manifestOf } from '#local/preview-model/embedding.ts';
import { expectAccessible, watchPage } from '../fixtures.ts';
import { type Harness, startHarness } from './server.ts';

/** Tests of a single component, on a page of its own. */
export const test = base.extend<object, { readonly harness: Harness }>({
  harness: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures this one needs.
    async ({}, use) => {
      await using harness = await startHarness();
      await addPhoto(harness, 'cup', await readFile('local/sample/coffee.png'));
      await use(harness);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ harness }, use) => use(harness.url),
  page: async ({ page, harness }, use) => {
    const faults = watchPage(page, [harness.url]);
    await use(page);
    expect(faults).toEqual([]);
  },
});
export { expect, expectAccessible };

/** Serves a photo with the preview's embedding of it. */
export async function addPhoto({ files }: Harness, name: string, photo: Uint8Array): Promise<void> {
  const embedding = await embed(photo, 40_000_000);
  const model = { name: 'preview', revision: '1', preview: true };
  files.set(`${name}/photo`, photo);
  files.set(`${name}/embeddings.bin`, embedding.data);
  files.set(
    `${name}/embeddings.json`,
    Buffer.from(JSON.stringify(manifestOf(embedding, model, 'embeddings.bin'))),
  );
}
