import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { decode } from 'fast-png';
import * as runtime from 'onnxruntime-web';
import sharp from 'sharp';
import { z } from 'zod';
import { decodeEmbeddings, onnxDecoder } from '#client/mask/index.ts';
import { EmbeddingsManifest } from '#tasks/core/contracts/embeddings.ts';
import { openGraph } from '#web/mask/decoder/onnx-graph.ts';
import { Drawing } from '#web/mask/model/drawing.ts';
import { isSelected, overlapWithCup, photoOf, placeOf } from './harness/editor.ts';
import { addPhoto, expect, expectAccessible, test } from './harness/fixtures.ts';
import type { Harness } from './harness/server.ts';
import { sampleMask } from './home.ts';

const inCoffee = [285, 150] as const;
const submit = 'Make the 3D model';

test.beforeEach(({ harness }) => {
  harness.submitted.length = 0;
  harness.failure = undefined;
});

async function open(page: Page, of = 'cup'): Promise<void> {
  await page.goto(`/mask.html?of=${of}`);
  await expect(photoOf(page)).toBeVisible();
  await expect(page.getByText('Click the object that you want in 3D')).toBeVisible();
}

async function click(
  page: Page,
  at: readonly [number, number],
  options: Parameters<Page['mouse']['click']>[2] = {},
) {
  const { x, y } = await placeOf(page, at);
  await page.mouse.click(x, y, options);
}

async function handIn(page: Page, harness: Harness): Promise<Buffer> {
  const count = harness.submitted.length;
  await page.getByRole('button', { name: submit }).click();
  await expect.poll(() => harness.submitted.length).toBe(count + 1);
  return harness.submitted.at(-1) ?? Buffer.alloc(0);
}

function percent(page: Page): Promise<number> {
  return page
    .getByTestId('coverage')
    .innerText()
    .then((text) => Number.parseFloat(text));
}

test('one click on the coffee gives the cup', async ({ page, harness }) => {
  await open(page);
  await click(page, inCoffee);
  await expect(page.getByRole('button', { name: 'Medium' })).toHaveAttribute('aria-pressed', 'true');

  expect(overlapWithCup(await handIn(page, harness))).toBeGreaterThanOrEqual(0.85);
  await expect(page.getByText('Checking the selection')).toBeVisible();
});

test('suggestions, further clicks, undo and redo change the selection', async ({ page }) => {
  await open(page);
  await click(page, inCoffee);
  const medium = page.getByRole('button', { name: 'Medium' });
  await expect(medium).toBeVisible();
  const before = await percent(page);

  await page.keyboard.press('1');
  await expect(page.getByRole('button', { name: 'Small' })).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => percent(page)).toBeLessThan(before);
  await page.keyboard.press('Control+z');
  await expect(medium).toHaveAttribute('aria-pressed', 'true');
  await click(page, [60, 60], { button: 'right' });
  await expect(page.getByText('2 marks')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('One mark')).toBeVisible();
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(page.getByText('2 marks')).toBeVisible();
  await click(page, [60, 60]);
  await expect(page.getByText('One mark')).toBeVisible();
});

test('a box gives the cup; brush and eraser add to it and take away', async ({ page, harness }) => {
  await open(page);
  await page.getByRole('button', { name: 'Box' }).click();
  await drag(page, [173, 18], [409, 308]);
  await expect(page.getByRole('button', { name: submit })).toBeEnabled();
  await page.keyboard.press('b');
  await drag(page, [40, 350], [120, 350]);
  await page.keyboard.press('e');
  await drag(page, [230, 120], [340, 120]);
  await expect(page.getByText('3 marks')).toBeVisible();

  const mask = decode(await handIn(page, harness));

  expect(isSelected(mask, 350 * 600 + 80)).toBe(true);
  expect(isSelected(mask, 120 * 600 + 285)).toBe(false);
  expect(isSelected(mask, 200 * 600 + 285)).toBe(true);
});

test('the keyboard alone places clicks, a box and strokes', async ({ page }) => {
  await open(page);
  await photoOf(page).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByText('One mark')).toBeVisible();
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Alt+Enter');
  await page.keyboard.press('x');
  await page.keyboard.press('Enter');
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight');
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('b');
  await page.keyboard.press('Enter');

  await expect(page.getByText('4 marks')).toBeVisible();
  await page.getByText('4 marks').click();
  await expect(page.getByText(/Box of \d+ × \d+ pixels/)).toBeVisible();
  await expect(page.getByText(/^On the object, at/)).toBeVisible();
  await expect(page.getByText(/^Beside it, at/)).toBeVisible();
});

test('wheel and buttons zoom; a click lands where it is seen', async ({ page }) => {
  await open(page);
  const { x, y } = await placeOf(page, inCoffee);
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -400);
  await expect(page.getByRole('button', { name: 'The whole photo' })).toBeEnabled();
  await page.mouse.click(x, y);

  await page.getByText('One mark').click();
  await expect(page.getByText('On the object, at 28', { exact: false })).toBeVisible();
  await page.keyboard.press('0');
  await expect(page.getByRole('button', { name: 'The whole photo' })).toBeDisabled();
});

test('a reload loses nothing', async ({ page, harness }) => {
  await open(page);
  await click(page, inCoffee);
  await page.keyboard.press('b');
  await drag(page, [40, 350], [120, 350]);
  await expect(page.getByText('2 marks')).toBeVisible();

  await page.reload();

  await expect(page.getByText('2 marks')).toBeVisible();
  await expect(page.getByRole('button', { name: submit })).toBeEnabled();
  expect(isSelected(decode(await handIn(page, harness)), 350 * 600 + 80)).toBe(true);
});

test('a browser without room for the draft says so', async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
  });
  await open(page);
  await click(page, inCoffee);

  await expect(page.getByText('no room to keep your drawing')).toBeVisible();
});

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

test('the ONNX decoder makes the same mask in the browser as in Node', async ({ page, harness }) => {
  const folder = 'test/fixtures/sam3-tiny';
  const [photo, manifest, data, graph] = await Promise.all(
    ['photo.png', 'embeddings.json', 'embeddings.bin', 'decoder.onnx'].map((name) =>
      readFile(`${folder}/${name}`),
    ),
  );
  if (!photo || !manifest || !data || !graph) throw new Error('The fixture is not complete.');
  const parsed = EmbeddingsManifest.parse(JSON.parse(manifest.toString()));
  const served = { ...parsed, decoder: { ...parsed.decoder, url: 'files/tiny/decoder.onnx' } };
  harness.files.set('tiny/photo', photo);
  harness.files.set('tiny/embeddings.json', Buffer.from(JSON.stringify(served)));
  harness.files.set('tiny/embeddings.bin', data);
  harness.files.set('tiny/decoder.onnx', graph);
  await open(page, 'tiny');
  const { x, y } = await placeOf(page, [30, 20], { width: 96, height: 64 });
  await page.mouse.click(x, y);
  await page.getByRole('button', { name: 'Small' }).click();
  const clicks = await draftedClicks(page);

  const ours = decode(await handIn(page, harness));

  const embeddings = decodeEmbeddings(parsed, data);
  const decoder = onnxDecoder(embeddings, await openGraph(runtime, graph, embeddings));
  const candidates = await decoder.decode({ points: clicks });
  const theirs = candidates[0]?.mask.data ?? new Uint8Array();
  const different = Array.from(theirs.keys()).filter((i) => isSelected(ours, i) !== (theirs[i] ?? 0) > 127);
  expect(different.length / theirs.length).toBeLessThan(0.02);
});

test('without its embedding the brush still works', async ({ page, harness }) => {
  harness.files.set('lost/photo', await readFile('local/sample/coffee.png'));
  await page.goto('/mask.html?of=lost');
  await expect(page.getByRole('alert')).toContainText('Clicks do not work for this photo right now');
  await page.getByRole('button', { name: 'Brush' }).click();
  await drag(page, [200, 200], [400, 200]);

  expect(isSelected(decode(await handIn(page, harness)), 200 * 600 + 300)).toBe(true);
});

test('nothing serious for people who cannot see or point', async ({ page }) => {
  await open(page);
  await click(page, inCoffee);
  await expect(page.getByRole('button', { name: 'Medium' })).toBeVisible();
  await page.getByText('One mark').click();
  await page.getByText('Keys and gestures').click();

  await expectAccessible(page);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a tap on the coffee gives the cup', async ({ page, harness }) => {
    await open(page);
    const cup = await placeOf(page, inCoffee);
    await page.touchscreen.tap(cup.x, cup.y);
    await expect(page.getByRole('button', { name: 'Medium' })).toHaveAttribute('aria-pressed', 'true');
    expect(overlapWithCup(await handIn(page, harness))).toBeGreaterThanOrEqual(0.85);
  });

  test('a long touch is a place beside the object; two fingers zoom', async ({ page }) => {
    await open(page);
    const touch = await page.context().newCDPSession(page);
    const fingers = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      ...touchPoints: { x: number; y: number }[]
    ) => touch.send('Input.dispatchTouchEvent', { type, touchPoints });
    const cup = await placeOf(page, inCoffee);
    const corner = await placeOf(page, [560, 360]);
    await page.touchscreen.tap(cup.x, cup.y);
    await fingers('touchStart', corner);
    await expect(page.getByText('2 marks')).toBeVisible();
    await fingers('touchEnd');
    await page.getByText('2 marks').click();
    await expect(page.getByText(/^Beside it, at/)).toBeVisible();

    await fingers('touchStart', { x: 150, y: 250 }, { x: 220, y: 250 });
    await fingers('touchMove', { x: 110, y: 250 }, { x: 270, y: 250 });
    await fingers('touchEnd');
    await expect(page.getByRole('button', { name: 'The whole photo' })).toBeEnabled();
    await expect(page.getByText('2 marks')).toBeVisible();
  });

  test('everything fits', async ({ page }) => {
    await open(page);

    await expectAccessible(page);
  });
});

/** As they are kept for a reload: exact to the last digit. */
async function draftedClicks(page: Page): Promise<Drawing['clicks']> {
  const drafts = await page.evaluate(() => Object.values(localStorage));
  return z.object({ drawing: Drawing }).parse(JSON.parse(String(drafts[0]))).drawing.clicks;
}

async function drag(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const [a, b] = [await placeOf(page, from), await placeOf(page, to)];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move(b.x, b.y, { steps: 6 });
  await page.mouse.up();
}
