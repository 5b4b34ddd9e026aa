import { readFile } from 'node:fs/promises';
import { test as base, expect } from '@playwright/test';
import { addPhoto } from '#local/testing/harness/photo.ts';
import { type Harness, startHarness } from '#local/testing/harness/server.ts';
import { expectAccessible, watchPage } from '../fixtures.ts';

/** Tests a single component on its own page. */
export const test = base.extend<object, { readonly harness: Harness }>({
  harness: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures this one needs.
    async ({}, use) => {
      await using harness = await startHarness();
      await addPhoto(harness, 'cup', await readFile('local/demo/sample/coffee.png'));
      await use(harness);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ harness }, use) => use(harness.url),
  page: async ({ page, harness }, use) => {
    harness.submitted.length = 0;
    harness.failure = undefined;
    const faults = watchPage(page, [harness.url]);
    await use(page);
    expect(faults).toEqual([]);
  },
});
export { addPhoto, expect, expectAccessible };
