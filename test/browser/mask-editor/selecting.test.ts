import { readFile } from 'node:fs/promises';
import { decode } from 'fast-png';
import { isSelected, overlapWithCup, photoOf, positionOf } from '../harness/editor.ts';
import { expect, test } from '../harness/fixtures.ts';
import { click, drag, inCoffee, open, percent, submitLabel, submitMask } from '../harness/mask-editor.ts';

test('selects the cup with one click on the coffee', async ({ page, harness }) => {
  await open(page);
  await click(page, inCoffee);
  await expect(page.getByRole('button', { name: 'Medium' })).toHaveAttribute('aria-pressed', 'true');

  expect(overlapWithCup(await submitMask(page, harness))).toBeGreaterThanOrEqual(0.85);
  await expect(page.getByText('Checking the selection')).toBeVisible();
});

test('changes the selection with suggestions, more clicks, undo and redo', async ({ page }) => {
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
  await expect(page.getByText('2 edits')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('1 edit', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(page.getByText('2 edits')).toBeVisible();
  await click(page, [60, 60]);
  await expect(page.getByText('1 edit', { exact: true })).toBeVisible();
});

test('selects the cup with a box, and changes it with brush and eraser', async ({ page, harness }) => {
  await open(page);
  await page.getByRole('button', { name: 'Box' }).click();
  await drag(page, [173, 18], [409, 308]);
  await expect(page.getByRole('button', { name: submitLabel })).toBeEnabled();
  await page.keyboard.press('b');
  await drag(page, [40, 350], [120, 350]);
  await page.keyboard.press('e');
  await drag(page, [230, 120], [340, 120]);
  await expect(page.getByText('3 edits')).toBeVisible();

  const mask = decode(await submitMask(page, harness));

  expect(isSelected(mask, 350 * 600 + 80)).toBe(true);
  expect(isSelected(mask, 120 * 600 + 285)).toBe(false);
  expect(isSelected(mask, 200 * 600 + 285)).toBe(true);
});

test('places clicks, a box and strokes with the keyboard alone', async ({ page }) => {
  await open(page);
  await photoOf(page).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 edit', { exact: true })).toBeVisible();
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Alt+Enter');
  await page.keyboard.press('x');
  await page.keyboard.press('Enter');
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight');
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('b');
  await page.keyboard.press('Enter');

  await expect(page.getByText('4 edits')).toBeVisible();
  await page.getByText('4 edits').click();
  await expect(page.getByText(/Box of \d+ × \d+ pixels/)).toBeVisible();
  await expect(page.getByText(/^Included point at/)).toBeVisible();
  await expect(page.getByText(/^Excluded point at/)).toBeVisible();
});

test('zooms with wheel and buttons, and clicks the visible point', async ({ page }) => {
  await open(page);
  const { x, y } = await positionOf(page, inCoffee);
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -400);
  await expect(page.getByRole('button', { name: 'Fit to screen' })).toBeEnabled();
  await page.mouse.click(x, y);

  await page.getByText('1 edit', { exact: true }).click();
  await expect(page.getByText('Included point at 28', { exact: false })).toBeVisible();
  await page.keyboard.press('0');
  await expect(page.getByRole('button', { name: 'Fit to screen' })).toBeDisabled();
});

test('paints with the brush when there is no embedding', async ({ page, harness }) => {
  harness.files.set('lost/photo', await readFile('local/demo/sample/coffee.png'));
  await page.goto('/mask.html?of=lost');
  await expect(page.getByRole('alert')).toContainText("Click-to-select isn't available right now");
  await page.getByRole('button', { name: 'Brush' }).click();
  await drag(page, [200, 200], [400, 200]);

  expect(isSelected(decode(await submitMask(page, harness)), 200 * 600 + 300)).toBe(true);
});
