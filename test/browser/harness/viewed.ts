import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import sharp from 'sharp';

export function modelOf(page: Page): Locator {
  return page.getByRole('application', { name: /^3D model of cup/ });
}

/** Opens the viewer alone and waits until it is ready. */
export async function openViewer(page: Page, query = 'mesh=/files/ball.ply'): Promise<void> {
  await page.goto(`/viewer.html?${query}`);
  await expect(modelOf(page).locator('canvas')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Auto-rotate' })).toBeVisible();
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Picture extends Size {
  readonly middle: readonly number[];
  readonly corner: readonly number[];
}

/** Saves an image with the viewer's button. */
export async function picture(page: Page): Promise<Picture> {
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save image' }).click();
  const { data, info } = await sharp(await readFile(await (await saving).path()))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const at = (x: number, y: number) => [...data.subarray(4 * (y * width + x)).subarray(0, 4)];
  return { width, height, middle: at(width >> 1, height >> 1), corner: at(2, 2) };
}

/** In device pixels. */
export function canvasSize(page: Page): Promise<Size> {
  return modelOf(page)
    .locator('canvas')
    .evaluate(({ width, height }: HTMLCanvasElement) => ({ width, height }));
}

/** Makes each frame appear to take this long, regardless of the computer. */
export async function pretendFrameTime(page: Page, milliseconds: number): Promise<void> {
  await page.addInitScript((step) => {
    const request = window.requestAnimationFrame.bind(window);
    let time = 0;
    window.requestAnimationFrame = (callback) =>
      request(() => {
        time += step;
        callback(time);
      });
  }, milliseconds);
}
