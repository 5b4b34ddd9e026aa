import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { devices } from '@playwright/test';
import type { TestUser } from '#test/e2e/home.ts';
import { expect, test } from './fixtures.ts';
import { overlapWithCup, photoOf, placeOf } from './harness/editor.ts';
import { sampleMask } from './home.ts';
import { expectModel, makeModel, pickCup, startModel } from './steps.ts';

async function maskOf(user: TestUser, jobId: string): Promise<Uint8Array> {
  return user.client.file(jobId, 'mask');
}

/** A mask that the page takes for a good one; the server knows that libraries differ in what they make of it. */
async function doubtfulMask(): Promise<Buffer> {
  const png = await readFile(sampleMask);
  const behindHeader = png.indexOf('IDAT') - 4;
  return Buffer.concat([png.subarray(0, behindHeader), transparentColour(), png.subarray(behindHeader)]);
}

/** The chunk tRNS of a gray picture: gray 7 counts as transparent. */
function transparentColour(): Buffer {
  const named = Buffer.concat([Buffer.from('tRNS'), Buffer.from([0, 7])]);
  const chunk = Buffer.concat([Buffer.from([0, 0, 0, 2]), named, Buffer.alloc(4)]);
  chunk.writeUInt32BE(crc32(named), chunk.length - 4);
  return chunk;
}

test('one click on the sample photo: the mask that the server gets is the cup', async ({ studio, user }) => {
  const jobId = await startModel(studio);
  await pickCup(studio);
  await makeModel(studio);
  await expectModel(studio);

  expect(overlapWithCup(await maskOf(user, jobId))).toBeGreaterThanOrEqual(0.85);
});

test('a refused mask is told in place, and the next one is taken', async ({ studio, user }) => {
  const jobId = await startModel(studio);
  await expect(photoOf(studio)).toBeVisible();
  await studio
    .getByLabel("Own mask, a PNG of the photo's size")
    .setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: await doubtfulMask() });
  await expect(studio.getByText('Your own mask: own.png')).toBeVisible();
  await makeModel(studio);
  await expect(studio.getByText('One colour of the mask is declared transparent')).toBeVisible();

  await pickCup(studio);
  await makeModel(studio);

  await expectModel(studio);
  expect(overlapWithCup(await maskOf(user, jobId))).toBeGreaterThanOrEqual(0.85);
});

test.describe('on a phone', () => {
  const { viewport, hasTouch, isMobile, userAgent } = devices['Pixel 7'];
  test.use({ viewport, hasTouch, isMobile, userAgent });

  test('a tap makes a model', async ({ studio, user }) => {
    const jobId = await startModel(studio);
    await expect(photoOf(studio)).toBeVisible();
    const { x, y } = await placeOf(studio, [285, 150]);
    await studio.touchscreen.tap(x, y);
    const submit = studio.getByRole('button', { name: 'Make the 3D model' });
    await expect(submit).toBeEnabled();
    await submit.tap();
    await expectModel(studio);

    expect(overlapWithCup(await maskOf(user, jobId))).toBeGreaterThanOrEqual(0.85);
  });
});
