import { devices, type Page } from '@playwright/test';
import { untilMask } from '#test/support/test-environment.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { samplePhoto } from './page-environment.ts';
import { choosePhoto, expectModel, makeModel, selectCup } from './steps.ts';

/** Visits every page of the studio, in the order of use. */
async function visitAll(page: Page, jobId: string, check: (page: Page) => Promise<void>): Promise<void> {
  await check(page);
  await choosePhoto(page, { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('hello') });
  await expect(page.getByText("We can't use this file")).toBeVisible();
  await check(page);
  await choosePhoto(page, samplePhoto);
  await expect(page.getByText(/600 × 400/)).toBeVisible();
  await check(page);
  await page.goto('/');
  const card = page.getByRole('listitem').filter({ hasText: 'Select the object' });
  await expect(card.locator('img')).toBeVisible();
  await check(page);
  await card.getByRole('button', { name: /Delete/ }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await check(page);
  await page.keyboard.press('Escape');
  await page.goto(`/sessions/${jobId}`);
  await selectCup(page);
  await check(page);
  await makeModel(page);
  await expectModel(page);
  await check(page);
  await page.goto('/nowhere');
  await check(page);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} mode`, () => {
    test.use({ colorScheme });

    test('has no serious axe finding on any page, also at a width of 360 pixels', async ({
      studio,
      user,
    }) => {
      test.setTimeout(600_000);
      const { job_id } = await untilMask(user);
      await studio.reload();
      await visitAll(studio, job_id, async (page) => {
        await expectAccessible(page);
        await page.setViewportSize({ width: 360, height: 740 });
        await expectAccessible(page);
        await page.setViewportSize({ width: 1280, height: 720 });
      });
    });

    test('has no serious axe finding on the landing page', async ({ page }) => {
      await page.goto('/');
      await expect(page.getByRole('heading', { name: 'From one photo to a 3D model' })).toBeVisible();

      await expectAccessible(page);
    });
  });
}

test.describe('on a phone', () => {
  const { viewport, userAgent, hasTouch, isMobile } = devices['Pixel 7'];
  test.use({ viewport, userAgent, hasTouch, isMobile });

  test('offers the camera and the photo library', async ({ studio }) => {
    await expect(studio.getByRole('button', { name: 'Take a photo' })).toBeVisible();
    await expect(studio.getByRole('button', { name: 'Choose a photo' })).toBeVisible();
    await expect(studio.locator('input[capture=environment]')).toHaveCount(1);
  });
});

test('keeps the chosen theme after a reload', async ({ studio }) => {
  const scheme = () => studio.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  await studio.getByRole('button', { name: /Theme: system/ }).click();
  await studio.getByRole('button', { name: /Theme: light/ }).click();
  await studio.reload();

  await expect(studio.getByRole('button', { name: /Theme: dark/ })).toBeVisible();
  expect(await scheme()).toBe('dark');
});
