import { decode } from 'fast-png';
import { isSelected } from '../harness/editor.ts';
import { expect, test } from '../harness/fixtures.ts';
import { click, drag, inCoffee, open, submitLabel, submitMask } from '../harness/mask-editor.ts';

test('keeps the drawing across a reload', async ({ page, harness }) => {
  await open(page);
  await click(page, inCoffee);
  await page.keyboard.press('b');
  await drag(page, [40, 350], [120, 350]);
  await expect(page.getByText('2 edits')).toBeVisible();

  await page.reload();

  await expect(page.getByText('2 edits')).toBeVisible();
  await expect(page.getByRole('button', { name: submitLabel })).toBeEnabled();
  expect(isSelected(decode(await submitMask(page, harness)), 350 * 600 + 80)).toBe(true);
});

test('warns when the browser is out of storage', async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
  });
  await open(page);
  await click(page, inCoffee);

  await expect(page.getByText('Your browser is out of storage')).toBeVisible();
});
