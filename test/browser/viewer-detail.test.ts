import type { Page } from '@playwright/test';
import { expect, test } from './harness/fixtures.ts';
import { ballPly, ballSplat } from './harness/models.ts';
import { canvasSize, modelOf, openViewer, picture, pretendFrameTime } from './harness/viewed.ts';

const green = [40, 160, 80] as const;
const count = 200_000;

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeEach(({ harness }) => {
  harness.files.set('ball.ply', ballPly(count, green));
});

async function points(page: Page): Promise<number> {
  return Number(await modelOf(page).locator('canvas').getAttribute('data-points'));
}

/** @returns the size of the canvas with all points seen on it */
async function openOnSlowMachine(page: Page): ReturnType<typeof canvasSize> {
  await pretendFrameTime(page, 100);
  await openViewer(page);
  await expect.poll(() => points(page)).toBe(count);
  return canvasSize(page);
}

function toggleTurntable(page: Page): Promise<void> {
  return page.getByRole('button', { name: 'Turntable' }).click();
}

test('a slow machine draws fewer points on fewer pixels while the model turns, and everything when it rests', async ({
  page,
}) => {
  const full = await openOnSlowMachine(page);

  await toggleTurntable(page);

  await expect.poll(() => points(page)).toBe(10_000);
  expect((await canvasSize(page)).width).toBe(full.width / 2);
  await toggleTurntable(page);
  await expect.poll(() => points(page)).toBe(count);
  expect(await canvasSize(page)).toEqual(full);
  expect((await picture(page)).middle).toEqual([...green, 255]);
});

test('a picture saved while the model turns has everything in it', async ({ page }) => {
  const full = await openOnSlowMachine(page);
  await toggleTurntable(page);
  await expect.poll(() => points(page)).toBe(10_000);

  expect(await picture(page)).toMatchObject({ ...full, middle: [...green, 255] });
});

test('a fast machine draws all points, always', async ({ page }) => {
  await pretendFrameTime(page, 2);
  await openViewer(page);
  await expect.poll(() => points(page)).toBe(count);

  const seen = modelOf(page)
    .locator('canvas')
    .evaluate((canvas) => {
      const all = new Set([canvas.dataset.points]);
      new MutationObserver(() => all.add(canvas.dataset.points)).observe(canvas, { attributes: true });
      return new Promise<unknown[]>((done) => {
        let left = 40;
        const next = () => (left-- > 0 ? requestAnimationFrame(next) : done([...all]));
        next();
      });
    });
  await toggleTurntable(page);

  expect(await seen).toEqual([`${count}`]);
});

test('nothing is drawn while nothing changes', async ({ page }) => {
  await page.addInitScript(() => {
    const request = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) => {
      const { dataset } = document.documentElement;
      dataset.frames = `${Number(dataset.frames ?? 0) + 1}`;
      return request(callback);
    };
  });
  await openViewer(page);
  await toggleTurntable(page);
  await toggleTurntable(page);
  const frames = () => page.evaluate(() => document.documentElement.dataset.frames);

  const areStill = async () => {
    const before = await frames();
    await page.waitForTimeout(500);
    return (await frames()) === before;
  };
  await expect.poll(areStill).toBe(true);
  expect(await points(page)).toBe(count);
});

test('points stand in for splats that a machine is too slow for, while the model turns', async ({
  page,
  harness,
}) => {
  harness.files.set('splat.ply', ballSplat(2_000, green));
  await pretendFrameTime(page, 200);
  await openViewer(page, 'mesh=/files/ball.ply&splat=/files/splat.ply');
  await expect.poll(() => points(page)).toBe(count);
  await page.getByRole('button', { name: 'Splat', exact: true }).click();
  await expect.poll(() => points(page)).toBe(0);

  await toggleTurntable(page);

  await expect.poll(() => points(page)).toBe(10_000);
  await toggleTurntable(page);
  await expect.poll(() => points(page)).toBe(0);
});
