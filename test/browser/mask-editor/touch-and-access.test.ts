import { overlapWithCup, positionOf } from '../harness/editor.ts';
import { expect, expectAccessible, test } from '../harness/fixtures.ts';
import { click, inCoffee, open, submitMask } from '../harness/mask-editor.ts';

test('has no serious accessibility problem', async ({ page }) => {
  await open(page);
  await click(page, inCoffee);
  await expect(page.getByRole('button', { name: 'Medium' })).toBeVisible();
  await page.getByText('1 edit', { exact: true }).click();
  await page.getByText('Keyboard shortcuts and gestures').click();

  await expectAccessible(page);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('selects the cup with a tap on the coffee', async ({ page, harness }) => {
    await open(page);
    const cup = await positionOf(page, inCoffee);
    await page.touchscreen.tap(cup.x, cup.y);
    await expect(page.getByRole('button', { name: 'Medium' })).toHaveAttribute('aria-pressed', 'true');
    expect(overlapWithCup(await submitMask(page, harness))).toBeGreaterThanOrEqual(0.85);
  });

  test('excludes a point with a long press, and zooms with two fingers', async ({ page }) => {
    await open(page);
    const touch = await page.context().newCDPSession(page);
    const fingers = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      ...touchPoints: { x: number; y: number }[]
    ) => touch.send('Input.dispatchTouchEvent', { type, touchPoints });
    const cup = await positionOf(page, inCoffee);
    const corner = await positionOf(page, [560, 360]);
    await page.touchscreen.tap(cup.x, cup.y);
    await fingers('touchStart', corner);
    await expect(page.getByText('2 edits')).toBeVisible();
    await fingers('touchEnd');
    await page.getByText('2 edits').click();
    await expect(page.getByText(/^Excluded point at/)).toBeVisible();

    await fingers('touchStart', { x: 150, y: 250 }, { x: 220, y: 250 });
    await fingers('touchMove', { x: 110, y: 250 }, { x: 270, y: 250 });
    await fingers('touchEnd');
    await expect(page.getByRole('button', { name: 'Fit to screen' })).toBeEnabled();
    await expect(page.getByText('2 edits')).toBeVisible();
  });

  test('fits the screen', async ({ page }) => {
    await open(page);

    await expectAccessible(page);
  });
});
