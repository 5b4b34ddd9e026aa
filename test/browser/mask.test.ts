import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { devices } from '@playwright/test';
import type { TestUser } from '#local/testing/users.ts';
import { expect, test } from './fixtures.ts';
import { overlapWithCup, photoOf, positionOf } from './harness/editor.ts';
import { sampleMask } from './page-environment.ts';
import { expectModel, makeModel, selectCup, startModel } from './steps.ts';

async function maskOf(user: TestUser, jobId: string): Promise<Uint8Array> {
  return user.client.file(jobId, 'mask');
}

/** A mask that only the server rejects, because image libraries interpret it differently. */
async function ambiguousMask(): Promise<Buffer> {
  const png = await readFile(sampleMask);
  const behindHeader = png.indexOf('IDAT') - 4;
  return Buffer.concat([png.subarray(0, behindHeader), transparentColor(), png.subarray(behindHeader)]);
}

/** A tRNS chunk that makes gray 7 transparent. */
function transparentColor(): Buffer {
  const named = Buffer.concat([Buffer.from('tRNS'), Buffer.from([0, 7])]);
  const chunk = Buffer.concat([Buffer.from([0, 0, 0, 2]), named, Buffer.alloc(4)]);
  chunk.writeUInt32BE(crc32(named), chunk.length - 4);
  return chunk;
}

test('submits a mask of the cup after one click on the sample photo', async ({ studio, user }) => {
  const jobId = await startModel(studio);
  await selectCup(studio);
  await makeModel(studio);
  await expectModel(studio);

  expect(overlapWithCup(await maskOf(user, jobId))).toBeGreaterThanOrEqual(0.85);
});

test('shows why a mask was rejected, and accepts the next one', async ({ studio, user }) => {
  const jobId = await startModel(studio);
  await expect(photoOf(studio)).toBeVisible();
  await studio
    .getByLabel("Mask, a PNG of the photo's size")
    .setInputFiles({ name: 'mask.png', mimeType: 'image/png', buffer: await ambiguousMask() });
  await expect(studio.getByText('Your mask: mask.png')).toBeVisible();
  await makeModel(studio);
  await expect(studio.getByText('This mask uses palette transparency')).toBeVisible();

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
