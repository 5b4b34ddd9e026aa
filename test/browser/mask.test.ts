import { devices, type Page } from '@playwright/test';
import sharp from 'sharp';
import type { TestUser } from '#local/testing/users.ts';
import { expect, test } from './fixtures.ts';
import { overlapWithCup, photoOf, positionOf } from './harness/editor.ts';
import { maskLabel } from './harness/mask-editor.ts';
import { expectModel, makeModel, selectCup, startModel } from './steps.ts';

async function maskOf(user: TestUser, jobId: string): Promise<Uint8Array> {
  return user.client.file(jobId, 'mask');
}

/** A mask that selects too little: 100 pixels of the sample photo. */
async function dot(): Promise<Buffer> {
  const spot = await sharp({ create: { width: 10, height: 10, channels: 3, background: 'white' } })
    .png()
    .toBuffer();
  return sharp({ create: { width: 600, height: 400, channels: 3, background: 'black' } })
    .composite([{ input: spot }])
    .png()
    .toBuffer();
}

/** Without the site's limits, only the server checks masks. */
async function hideMaskLimits(page: Page): Promise<void> {
  await page.route('**/web-config.json', async (route) => {
    const response = await route.fetch();
    const { mask: _, ...config }: { mask: object } = await response.json();
    await route.fulfill({ response, json: config });
  });
  await page.reload();
}

test('submits a mask of the cup after one click on the sample photo', async ({ studio, user }) => {
  const jobId = await startModel(studio);
  await selectCup(studio);
  await makeModel(studio);
  await expectModel(studio);

  expect(overlapWithCup(await maskOf(user, jobId))).toBeGreaterThanOrEqual(0.85);
});

test('shows why a mask was rejected, and accepts the next one', async ({ studio, user }) => {
  await hideMaskLimits(studio);
  const jobId = await startModel(studio);
  await expect(photoOf(studio)).toBeVisible();
  await studio
    .getByLabel(maskLabel)
    .setInputFiles({ name: 'mask.png', mimeType: 'image/png', buffer: await dot() });
  await expect(studio.getByText('Your mask: mask.png')).toBeVisible();
  await makeModel(studio);
  await expect(studio.getByText('The selection covers less than 0.1% of the photo')).toBeVisible();

  await selectCup(studio);
  await makeModel(studio);

  await expectModel(studio);
  expect(overlapWithCup(await maskOf(user, jobId))).toBeGreaterThanOrEqual(0.85);
});

test.describe('on a phone', () => {
  const { viewport, hasTouch, isMobile, userAgent } = devices['Pixel 7'];
  test.use({ viewport, hasTouch, isMobile, userAgent });

  test('makes a model with one tap', async ({ studio, user }) => {
    const jobId = await startModel(studio);
    await expect(photoOf(studio)).toBeVisible();
    const { x, y } = await positionOf(studio, [285, 150]);
    await studio.touchscreen.tap(x, y);
    const submit = studio.getByRole('button', { name: 'Make the 3D model' });
    await expect(submit).toBeEnabled();
    await submit.tap();
    await expectModel(studio);

    expect(overlapWithCup(await maskOf(user, jobId))).toBeGreaterThanOrEqual(0.85);
  });
});
