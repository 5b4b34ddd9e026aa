import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { overlapWithCup } from '../harness/editor.ts';
import { addPhoto, expect, test } from '../harness/fixtures.ts';
import { click, drag, inCoffee, open, submitLabel, submitMask } from '../harness/mask-editor.ts';
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

test('submits an uploaded mask unchanged, and rejects one of the wrong size', async ({ page, harness }) => {
  await open(page);
  const mask = await readFile(sampleMask);
  const input = page.getByLabel("Mask, a PNG of the photo's size");
  await input.setInputFiles({
    name: 'small.png',
    mimeType: 'image/png',
    buffer: await sharp(mask).resize(60).png().toBuffer(),
  });
  await expect(page.getByRole('alert')).toContainText(
    'Your mask is 60 × 40 pixels but the photo is 600 × 400',
  );
  await input.setInputFiles({ name: 'cup.png', mimeType: 'image/png', buffer: mask });
  await expect(page.getByText('Your mask: cup.png')).toBeVisible();

  expect(await submitMask(page, harness)).toEqual(mask);
});

test('shows rotated photos upright, with upright masks', async ({ page, harness }) => {
  const sideways = await sharp('local/demo/sample/coffee.png')
    .rotate(270)
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  await addPhoto(harness, 'sideways', sideways);
  await open(page, 'sideways');
  await click(page, inCoffee);

  expect(overlapWithCup(await submitMask(page, harness))).toBeGreaterThanOrEqual(0.8);
});
