import { readFile } from 'node:fs/promises';
import { ballPly, ballSplat } from '#local/testing/harness/models.ts';
import { expect, expectAccessible, test } from './harness/fixtures.ts';
import { modelOf, openViewer as open, picture } from './harness/viewed.ts';

const green = [40, 160, 80] as const;
const blue = [40, 80, 200] as const;

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeEach(({ harness }) => {
  harness.files.set('ball.ply', ballPly(20_000, green));
  harness.files.set('splat.ply', ballSplat(2_000, blue));
});

test("shows the points in the file's colors", async ({ page }) => {
  await open(page);

  const { middle, corner } = await picture(page);

  expect(middle).toEqual([...green, 255]);
  expect(corner).toEqual([0, 0, 0, 0]);
  await expect(modelOf(page)).toHaveAccessibleName('3D model of cup, 20,000 points');
});

test('saves images on the chosen background', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'White' }).click();

  expect((await picture(page)).corner).toEqual([255, 255, 255, 255]);
});

test('downloads the PLY unchanged', async ({ page, harness }) => {
  await open(page);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download PLY' }).click();
  const download = await saving;

  expect(download.suggestedFilename()).toBe('cup.ply');
  expect(await readFile(await download.path())).toEqual(Buffer.from(harness.files.get('ball.ply') ?? []));
});

test('rotates and resets with mouse and keyboard', async ({ page, harness }) => {
  harness.files.set('ball.ply', halves());
  await open(page);
  const front = (await picture(page)).middle;
  await modelOf(page).focus();
  for (let i = 0; i < 18; i++) await page.keyboard.press('ArrowRight');
  const back = (await picture(page)).middle;
  await page.getByRole('button', { name: 'Reset view' }).click();
  const again = (await picture(page)).middle;
  const box = await modelOf(page).boundingBox();
  if (!box) throw new Error("The model isn't on the page.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + box.height / 2, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();

  expect([front, back, again]).toEqual([
    [...green, 255],
    [...blue, 255],
    [...green, 255],
  ]);
  await expect.poll(async () => (await picture(page)).middle).toEqual([...blue, 255]);
});

test('switches between splat and points', async ({ page }) => {
  await open(page, 'mesh=/files/ball.ply&splat=/files/splat.ply');
  await page.getByRole('button', { name: 'Splat', exact: true }).click();

  await expect
    .poll(async () => nearest((await picture(page)).middle, [green, blue]), { timeout: 60_000 })
    .toBe(blue);
  await page.getByRole('button', { name: 'Points', exact: true }).click();
  await expect.poll(async () => (await picture(page)).middle).toEqual([...green, 255]);
});

test('keeps showing points when the splat cannot be loaded', async ({ page }) => {
  await open(page, 'mesh=/files/ball.ply&splat=/files/nowhere.ply');
  await page.getByRole('button', { name: 'Splat', exact: true }).click();

  await expect(page.getByText("Couldn't show the splat")).toBeVisible();
  expect((await picture(page)).middle).toEqual([...green, 255]);
});

test('does not auto-rotate at first for users who prefer reduced motion', async ({ page }) => {
  await open(page);
  const autoRotate = page.getByRole('button', { name: 'Auto-rotate' });
  await expect(autoRotate).toHaveAttribute('aria-pressed', 'false');
  await autoRotate.click();
  await expect(autoRotate).toHaveAttribute('aria-pressed', 'true');
  await modelOf(page).press('ArrowLeft');
  await expect(autoRotate).toHaveAttribute('aria-pressed', 'false');
});

test('opens a million points', async ({ page, harness }) => {
  harness.files.set('million.ply', ballPly(1_000_000, green));
  await open(page, 'mesh=/files/million.ply');

  expect((await picture(page)).middle).toEqual([...green, 255]);
});

test('frees its resources when closed, and opens again', async ({ page }) => {
  await open(page);
  for (let i = 0; i < 3; i++) {
    await page.getByRole('button', { name: 'Close viewer' }).click();
    await expect(page.locator('canvas')).toHaveCount(0);
    await page.getByRole('button', { name: 'Open viewer' }).click();
    await expect(modelOf(page).locator('canvas')).toBeVisible();
  }
  expect((await picture(page)).middle).toEqual([...green, 255]);
});

test('shows why a model cannot be read, and tries again', async ({ page, harness }) => {
  harness.files.set('later.ply', Buffer.from('this is no model'));
  await page.goto('/viewer.html?mesh=/files/later.ply');
  await expect(page.getByRole('alert')).toContainText('This is not a PLY file.');
  await expect(page.getByRole('button', { name: 'Download PLY' })).toBeVisible();
  harness.files.set('later.ply', ballPly(100, green));
  await page.getByRole('button', { name: 'Try again' }).click();

  await expect(modelOf(page)).toBeVisible();
});

test('explains missing WebGL and offers the download', async ({ page }) => {
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await page.goto('/viewer.html?mesh=/files/ball.ply');

  await expect(page.getByRole('alert')).toContainText("Your browser can't show 3D models");
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download PLY' }).click();
  expect((await saving).suggestedFilename()).toBe('cup.ply');
});

test('requests a new URL for each file, because URLs expire', async ({ page }) => {
  const requests: string[] = [];
  page.on('request', (request) => void requests.push(...(/[a-z]+\.ply\?.*/.exec(request.url()) ?? [])));
  await open(page, 'mesh=/files/ball.ply&splat=/files/splat.ply');
  await page.getByRole('button', { name: 'Splat', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Splat', exact: true })).toHaveAttribute(
    'aria-busy',
    'false',
  );
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download splat (PLY)' }).click();

  expect((await saving).suggestedFilename()).toBe('cup-splat.ply');
  expect((await saving).url()).toContain('splat.ply?request=3');
  expect(requests.slice(0, 2)).toEqual(['ball.ply?request=1', 'splat.ply?request=2']);
});

for (const [device, viewport] of [
  ['a desktop', { width: 1280, height: 900 }],
  ['a phone', { width: 390, height: 844 }],
] as const)
  test(`has no serious accessibility problem on ${device}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await open(page, 'mesh=/files/ball.ply&splat=/files/splat.ply');

    await expectAccessible(page);
  });

/** A ball that is green in front and blue behind. */
function halves(): Uint8Array {
  const file = Buffer.from(ballPly(40_000, green));
  const start = file.indexOf('end_header\n') + 11;
  for (let at = start; at < file.length; at += 15) if (file.readFloatLE(at + 8) < 0) file.set(blue, at + 12);
  return file;
}

/** The color closest to a pixel, because splats are slightly transparent. */
function nearest(pixel: readonly number[], colours: readonly (readonly number[])[]) {
  const distance = (colour: readonly number[]) =>
    Math.hypot(...colour.map((value, channel) => value - (pixel[channel] ?? 0)));
  return colours.toSorted((a, b) => distance(a) - distance(b))[0];
}
