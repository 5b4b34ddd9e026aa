import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { overlapWithCup } from '../harness/editor.ts';
import { addPhoto, expect, test } from '../harness/fixtures.ts';
import { click, drag, handIn, inCoffee, open, submit } from '../harness/mask-editor.ts';
import { sampleMask } from '../home.ts';

test('what the server refused is told in place, and the drawing is still there', async ({
  page,
  harness,
}) => {
  await page.goto('/mask.html?of=cup&refusal=The+mask+selects+nothing.');
  await expect(page.getByRole('alert')).toContainText('The mask selects nothing.');
  await click(page, inCoffee);
  harness.failure = 'The server is away: try again in a minute.';
  await handIn(page, harness);
  await expect(page.getByRole('alert')).toHaveText('The server is away: try again in a minute.');
  harness.failure = undefined;

  expect(overlapWithCup(await handIn(page, harness))).toBeGreaterThanOrEqual(0.85);
});

test('a selection of everything is not sent', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Brush' }).click();
  await page.getByRole('slider', { name: 'Size' }).fill('120');
  for (let y = 20; y < 400; y += 60) await drag(page, [0, y], [599, y]);

  await expect(page.getByText('leave some background')).toBeVisible();
  await expect(page.getByRole('button', { name: submit })).toBeDisabled();
});

test('an own mask is sent as it is; one of another size is refused', async ({ page, harness }) => {
  await open(page);
  const mask = await readFile(sampleMask);
  const input = page.getByLabel("Own mask, a PNG of the photo's size");
  await input.setInputFiles({
    name: 'small.png',
    mimeType: 'image/png',
    buffer: await sharp(mask).resize(60).png().toBuffer(),
  });
  await expect(page.getByRole('alert')).toContainText('This mask has 60 × 40 pixels, the photo 600 × 400');
  await input.setInputFiles({ name: 'cup.png', mimeType: 'image/png', buffer: mask });
  await expect(page.getByText('Your own mask: cup.png')).toBeVisible();

  expect(await handIn(page, harness)).toEqual(mask);
});

test('photos that lie on their side are upright, and so is their mask', async ({ page, harness }) => {
  const sideways = await sharp('local/sample/coffee.png')
    .rotate(270)
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  await addPhoto(harness, 'sideways', sideways);
  await open(page, 'sideways');
  await click(page, inCoffee);

  expect(overlapWithCup(await handIn(page, harness))).toBeGreaterThanOrEqual(0.8);
});
