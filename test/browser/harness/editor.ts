import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { type DecodedPng, decode } from 'fast-png';
import { sampleMask } from '../page-environment.ts';

/** The photo in the editor. */
export function photoOf(page: Page): Locator {
  return page.getByRole('application', { name: 'Photo', exact: true });
}

/** Position of a photo pixel on the page while the entire photo is shown. */
export async function positionOf(
  page: Page,
  [x, y]: readonly [x: number, y: number],
  photo: { width: number; height: number } = { width: 600, height: 400 },
): Promise<{ x: number; y: number }> {
  const box = await photoOf(page).boundingBox();
  if (!box) throw new Error("The photo isn't on the page.");
  const margin = 8;
  const scale = Math.min((box.width - 2 * margin) / photo.width, (box.height - 2 * margin) / photo.height);
  return {
    x: box.x + (box.width - photo.width * scale) / 2 + x * scale,
    y: box.y + (box.height - photo.height * scale) / 2 + y * scale,
  };
}

/** Intersection over union of a mask with the cup of the sample photo. */
export function overlapWithCup(mask: Uint8Array): number {
  const [ours, cup] = [decode(mask), decode(readFileSync(sampleMask))];
  let [both, either] = [0, 0];
  for (let pixel = 0; pixel < cup.width * cup.height; pixel++) {
    const [a, b] = [isSelected(ours, pixel), isSelected(cup, pixel)];
    if (a && b) both++;
    if (a || b) either++;
  }
  return both / either;
}

export function isSelected({ data, channels }: DecodedPng, pixel: number): boolean {
  return (data[pixel * channels] ?? 0) > 127;
}
