import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { overlapWithCup } from '../harness/editor.ts';
import { expect, test } from '../harness/fixtures.ts';
import {
  click,
  drag,
  inCoffee,
  maskLabel,
  open,
  percent,
  submitLabel,
  submitMask,
} from '../harness/mask-editor.ts';
import { sampleMask } from '../page-environment.ts';

test('shows why the server rejected a mask, and keeps the drawing', async ({ page, harness }) => {
  await page.goto('/mask.html?of=cup&refusal=The+mask+selects+nothing.');
  await expect(page.getByRole('alert')).toContainText('The mask selects nothing.');
  await click(page, inCoffee);
  harness.failure = "The server isn't available. Try again in a minute.";
  await submitMask(page, harness);
  await expect(page.getByRole('alert')).toHaveText("The server isn't available. Try again in a minute.");
  harness.failure = undefined;

  expect(overlapWithCup(await submitMask(page, harness))).toBeGreaterThanOrEqual(0.85);
});

test('does not submit a selection of everything', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Brush' }).click();
  await page.getByRole('slider', { name: 'Brush size' }).fill('120');
  for (let y = 20; y < 400; y += 60) await drag(page, [0, y], [599, y]);

  await expect(page.getByText('Select only the object')).toBeVisible();
  await expect(page.getByRole('button', { name: submitLabel })).toBeDisabled();
});

test('submits an uploaded mask unchanged, and rejects one with another aspect', async ({ page, harness }) => {
  await open(page);
  const mask = await readFile(sampleMask);
  const input = page.getByLabel(maskLabel);
  await input.setInputFiles({
    name: 'square.png',
    mimeType: 'image/png',
    buffer: await sharp(mask).resize(60, 60, { fit: 'fill' }).png().toBuffer(),
  });
  await expect(page.getByRole('alert')).toContainText(
    'Your mask is 60 × 60 pixels but the photo is 600 × 400',
  );
  await input.setInputFiles({ name: 'cup.png', mimeType: 'image/png', buffer: mask });
  await expect(page.getByText('Your mask: cup.png')).toBeVisible();

  expect(await submitMask(page, harness)).toEqual(mask);
});

for (const [name, make] of [
  ['a WebP of half the size', (mask: Sharp) => mask.resize(300, 200).webp({ lossless: true })],
  ['a JPEG of three times the size', (mask: Sharp) => mask.resize(1_800, 1_200).jpeg()],
] as const) {
  test(`takes a mask that is ${name}`, async ({ page, harness }) => {
    await open(page);
    const buffer = await make(sharp(await readFile(sampleMask))).toBuffer();
    await page.getByLabel(maskLabel).setInputFiles({ name: 'cup', mimeType: '', buffer });
    await expect(page.getByText('Your mask: cup')).toBeVisible();
    // The share of the cup in the sample mask.
    expect(Math.abs((await percent(page)) - 21)).toBeLessThan(1);

    expect(await submitMask(page, harness)).toEqual(buffer);
  });
}

test("starts with the photo's own outline, and edits it", async ({ page, harness }) => {
  harness.files.set('cup/outline', await readFile(sampleMask));
  await page.goto('/mask.html?of=cup&outline');
  await page.getByRole('button', { name: "Use the photo's own outline" }).click();
  await expect(page.getByText("This is the photo's own outline.")).toBeVisible();
  expect(overlapWithCup(await submitMask(page, harness))).toBe(1);

  await page.reload();
  await expect(page.getByText("This is the photo's own outline.")).toBeVisible();
  const whole = await percent(page);
  await page.getByRole('button', { name: 'Eraser' }).click();
  await drag(page, [200, 100], [380, 200]);
  expect(await percent(page)).toBeLessThan(whole - 2);
  const erased = overlapWithCup(await submitMask(page, harness));
  expect(erased).toBeGreaterThan(0.5);
  expect(erased).toBeLessThan(0.95);

  await page.reload();
  await page.getByRole('button', { name: 'Add' }).click();
  await click(page, inCoffee);
  await expect(page.getByRole('button', { name: "Use the photo's own outline" })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText("This is the photo's own outline.")).toBeVisible();
});
