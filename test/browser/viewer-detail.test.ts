import type { Page } from '@playwright/test';
import { ballPly, ballSplat } from '#local/testing/harness/models.ts';
import { expect, test } from './harness/fixtures.ts';
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

/** @returns the size of the canvas once it shows all points */
async function openOnSlowDevice(page: Page): ReturnType<typeof canvasSize> {
  await pretendFrameTime(page, 100);
  await openViewer(page);
  await expect.poll(() => points(page)).toBe(count);
  return canvasSize(page);
}

function toggleAutoRotate(page: Page): Promise<void> {
  return page.getByRole('button', { name: 'Auto-rotate' }).click();
}

test('draws fewer points and pixels on a slow device while the model rotates, and everything at rest', async ({
  page,
}) => {
  const full = await openOnSlowDevice(page);

  await toggleAutoRotate(page);

  await expect.poll(() => points(page)).toBe(10_000);
  expect((await canvasSize(page)).width).toBe(full.width / 2);
  await toggleAutoRotate(page);
  await expect.poll(() => points(page)).toBe(count);
  expect(await canvasSize(page)).toEqual(full);
  expect((await picture(page)).middle).toEqual([...green, 255]);
});

test('saves a complete image while the model rotates', async ({ page }) => {
  const full = await openOnSlowDevice(page);
  await toggleAutoRotate(page);
  await expect.poll(() => points(page)).toBe(10_000);

  expect(await picture(page)).toMatchObject({ ...full, middle: [...green, 255] });
});

test('always draws all points on a fast device', async ({ page }) => {
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
  await toggleAutoRotate(page);

  expect(await seen).toEqual([`${count}`]);
});

test('draws nothing while nothing changes', async ({ page }) => {
  await page.addInitScript(() => {
    const request = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) => {
      const { dataset } = document.documentElement;
      dataset.frames = `${Number(dataset.frames ?? 0) + 1}`;
      return request(callback);
    };
  });
  await openViewer(page);
  await toggleAutoRotate(page);
  await toggleAutoRotate(page);
  const frames = () => page.evaluate(() => document.documentElement.dataset.frames);

  const areStill = async () => {
    const before = await frames();
    await page.waitForTimeout(500);
    return (await frames()) === before;
  };
  await expect.poll(areStill).toBe(true);
  expect(await points(page)).toBe(count);
});

test('replaces splats with points on a very slow device while the model rotates', async ({
  page,
  harness,
}) => {
  harness.files.set('splat.ply', ballSplat(2_000, green));
  await pretendFrameTime(page, 200);
  await openViewer(page, 'mesh=/files/ball.ply&splat=/files/splat.ply');
  await expect.poll(() => points(page)).toBe(count);
  await page.getByRole('button', { name: 'Splat', exact: true }).click();
  await expect.poll(() => points(page)).toBe(0);

  await toggleAutoRotate(page);

  await expect.poll(() => points(page)).toBe(10_000);
  await toggleAutoRotate(page);
  await expect.poll(() => points(page)).toBe(0);
});
