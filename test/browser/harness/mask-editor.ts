import type { Page } from '@playwright/test';
import type { Harness } from '#local/testing/harness/server.ts';
import { photoOf, positionOf } from './editor.ts';
import { expect } from './fixtures.ts';

export const inCoffee = [285, 150] as const;
export const maskLabel = /^Mask, white on the object/;
export const submitLabel = 'Make the 3D model';

export async function open(page: Page, of = 'cup'): Promise<void> {
  await page.goto(`/mask.html?of=${of}`);
  await expect(photoOf(page)).toBeVisible();
  await expect(page.getByText(/^(Click|Tap) the object you want in 3D$/)).toBeVisible();
}

export async function click(
  page: Page,
  at: readonly [number, number],
  options: Parameters<Page['mouse']['click']>[2] = {},
) {
  const { x, y } = await positionOf(page, at);
  await page.mouse.click(x, y, options);
}

/** @returns the submitted mask, a PNG */
export async function submitMask(page: Page, harness: Harness): Promise<Buffer> {
  const count = harness.submitted.length;
  await page.getByRole('button', { name: submitLabel }).click();
  await expect.poll(() => harness.submitted.length).toBe(count + 1);
  return harness.submitted.at(-1) ?? Buffer.alloc(0);
}

/** The selected percentage of the photo. */
export function percent(page: Page): Promise<number> {
  return page
    .getByTestId('coverage')
    .innerText()
    .then((text) => Number.parseFloat(text));
}

export async function drag(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const [a, b] = [await positionOf(page, from), await positionOf(page, to)];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move(b.x, b.y, { steps: 6 });
  await page.mouse.up();
}
