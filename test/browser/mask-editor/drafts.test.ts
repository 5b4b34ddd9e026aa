import { decode } from 'fast-png';
import { isSelected } from '../harness/editor.ts';
import { expect, test } from '../harness/fixtures.ts';
import { click, drag, handIn, inCoffee, open, submit } from '../harness/mask-editor.ts';

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
