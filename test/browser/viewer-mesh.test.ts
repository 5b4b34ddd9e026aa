import { ballMesh, ballSplat } from '#local/testing/harness/models.ts';
import { expect, expectAccessible, test } from './harness/fixtures.ts';
import { canvasSize, modelOf, openViewer, picture, pretendFrameTime } from './harness/viewed.ts';

const green = [40, 160, 80] as const;
const blue = [40, 80, 200] as const;
const query = 'mesh=/files/mesh.ply&splat=/files/splat.ply';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeEach(({ harness }) => {
  harness.files.set('mesh.ply', ballMesh(40, green));
  harness.files.set('splat.ply', ballSplat(2_000, blue));
});

test("shows a mesh under soft light, close to the file's colors", async ({ page }) => {
  await openViewer(page, query);

  const { middle, corner } = await picture(page);

  expect(distance(middle, green)).toBeLessThan(25);
  expect(corner).toEqual([0, 0, 0, 0]);
  await expect(modelOf(page)).toHaveAccessibleName('3D model of cup, 3,122 vertices, 6,240 triangles');
  await expect(page.getByLabel('Point size')).toHaveCount(0);
});

test('switches between splat and mesh', async ({ page }) => {
  await openViewer(page, query);
  await page.getByRole('button', { name: 'Splat', exact: true }).click();
  await expect
    .poll(async () => isCloser((await picture(page)).middle, blue, green), { timeout: 60_000 })
    .toBe(true);
  await page.getByRole('button', { name: 'Mesh', exact: true }).click();

  await expect.poll(async () => isCloser((await picture(page)).middle, green, blue)).toBe(true);
});

test('draws fewer pixels on a slow device while the mesh rotates, and everything at rest', async ({
  page,
}) => {
  await pretendFrameTime(page, 100);
  await openViewer(page, query);
  const drawn = () => modelOf(page).locator('canvas').getAttribute('data-triangles');
  await expect.poll(drawn).toBe('6240');
  const full = await canvasSize(page);

  await page.getByRole('button', { name: 'Auto-rotate' }).click();

  await expect.poll(async () => (await canvasSize(page)).width).toBeLessThan(full.width);
  await page.getByRole('button', { name: 'Auto-rotate' }).click();
  await expect.poll(() => canvasSize(page)).toEqual(full);
  expect(await drawn()).toBe('6240');
});

test('has no serious accessibility problem with a mesh', async ({ page }) => {
  await openViewer(page, query);

  await expectAccessible(page);
});

function distance(pixel: readonly number[], colour: readonly number[]): number {
  return Math.hypot(...colour.map((value, channel) => value - (pixel[channel] ?? 0)));
}

function isCloser(pixel: readonly number[], colour: readonly number[], than: readonly number[]): boolean {
  return distance(pixel, colour) < distance(pixel, than);
}
