import { readFile } from 'node:fs/promises';
import { test as base, expect } from '@playwright/test';
import { expectAccessible, watchPage } from '../fixtures.ts';
import { addPhoto } from './files.ts';
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
    harness.submitted.length = 0;
    harness.failure = undefined;
    const faults = watchPage(page, [harness.url]);
    await use(page);
    expect(faults).toEqual([]);
  },
});
export { addPhoto, expect, expectAccessible };
