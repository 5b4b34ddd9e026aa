import { overlapWithCup, placeOf } from '../harness/editor.ts';
import { expect, expectAccessible, test } from '../harness/fixtures.ts';
import { click, handIn, inCoffee, open } from '../harness/mask-editor.ts';

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
