import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { expect, test } from './fixtures.ts';
import { overlapWithCup, photoOf } from './harness/editor.ts';
import { maskLabel } from './harness/mask-editor.ts';
import { heicPhoto, sampleMask, samplePhoto } from './page-environment.ts';
import { choosePhoto, expectModel, jobIdOf, makeModel, selectCup, startModel } from './steps.ts';

/** The cup of the sample photo on a transparent background. */
async function cutout(): Promise<Buffer> {
  const alpha = await sharp(sampleMask).greyscale().raw().toBuffer();
  return sharp(samplePhoto)
    .joinChannel(alpha, { raw: { width: 600, height: 400, channels: 1 } })
    .png()
    .toBuffer();
}

async function start(page: Page, name: string, mimeType: string, buffer: Buffer): Promise<string> {
  await choosePhoto(page, { name, mimeType, buffer });
  await page.getByRole('button', { name: 'Use this photo' }).click();
  await page.waitForURL(/\/sessions\//);
  return jobIdOf(page);
}

test('makes a model of a HEIC, which it shows once it is prepared', async ({ studio, user }) => {
  let isHeld = true;
  await studio.route('**/result', async (route) => {
    await expect.poll(() => isHeld).toBe(false);
    await route.fallback();
  });
  const jobId = await startModel(studio, heicPhoto);
  await expect(studio.getByText('Preparing the photo')).toBeVisible();
  await expect(studio.getByText('cup.heic')).toBeVisible();
  isHeld = false;

  await selectCup(studio);
  await makeModel(studio);
  await expectModel(studio);

  expect(overlapWithCup(await user.client.file(jobId, 'mask'))).toBeGreaterThanOrEqual(0.8);
});

test("offers a cut-out's own outline, and makes a model of it", async ({ studio, user }) => {
  const jobId = await start(studio, 'cutout.png', 'image/png', await cutout());
  await studio.getByRole('button', { name: "Use the photo's own outline" }).click();
  await expect(studio.getByText('21% of the photo selected')).toBeVisible();
  await makeModel(studio);
  await expectModel(studio);

  expect(overlapWithCup(await user.client.file(jobId, 'mask'))).toBeGreaterThan(0.99);
});

test('offers no outline of a photo without transparency', async ({ studio }) => {
  await startModel(studio);
  await expect(photoOf(studio)).toBeVisible();

  await expect(studio.getByRole('button', { name: "Use the photo's own outline" })).toBeHidden();
});

test('shows a photo that lies on its side upright, and selects in it', async ({ studio, user }) => {
  const sideways = await sharp(samplePhoto).rotate(270).withMetadata({ orientation: 6 }).webp().toBuffer();
  const jobId = await start(studio, 'sideways.webp', 'image/webp', sideways);
  await selectCup(studio);
  await makeModel(studio);
  await expectModel(studio);

  expect(overlapWithCup(await user.client.file(jobId, 'mask'))).toBeGreaterThanOrEqual(0.8);
});

test("takes a WebP mask of another size, and brings it to the photo's", async ({ studio, user }) => {
  const jobId = await startModel(studio);
  await expect(photoOf(studio)).toBeVisible();
  const buffer = await sharp(sampleMask).resize(1_500, 1_000).webp({ lossless: true }).toBuffer();
  await studio.getByLabel(maskLabel).setInputFiles({ name: 'cup.webp', mimeType: 'image/webp', buffer });
  await expect(studio.getByText('Your mask: cup.webp')).toBeVisible();
  await makeModel(studio);
  await expectModel(studio);

  expect(overlapWithCup(await user.client.file(jobId, 'mask'))).toBeGreaterThan(0.97);
});
