import { readPhoto } from '#client/files.ts';
import { startSession } from '#client/session.ts';
import { untilMask } from '#test/support/test-environment.ts';
import { expect, test } from './fixtures.ts';
import { samplePhoto } from './page-environment.ts';

test('explains what to do without models, and shows photo, status and time of each model', async ({
  studio,
  user,
}) => {
  await expect(studio.getByText('No models yet.')).toBeVisible();

  await untilMask(user);
  await studio.reload();

  const card = studio.getByRole('listitem').filter({ hasText: 'Select the object' });
  await expect(card.locator('img')).toHaveAttribute('src', /thumbnail\.webp/);
  await expect
    .poll(() => card.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(512);
  await expect(card.getByText(/Today, \d\d:\d\d/)).toBeVisible();
});

test('updates the status of a running session', async ({ studio, user }) => {
  await startSession(user.client, await readPhoto(samplePhoto));
  await studio.reload();

  await expect(studio.getByText('Select the object')).toBeVisible();
});

test('deletes a model after a confirmation', async ({ studio, user }) => {
  await untilMask(user);
  await studio.reload();
  const card = studio.getByRole('listitem').filter({ hasText: 'Select the object' });

  await card.getByRole('button', { name: /Delete/ }).click();
  await studio.getByRole('button', { name: 'Keep' }).click();
  await expect(card).toBeVisible();
  await card.getByRole('button', { name: /Delete/ }).click();
  await studio.getByRole('button', { name: 'Delete', exact: true }).click();

  await expect(studio.getByText('No models yet.')).toBeVisible();
  await expect.poll(async () => (await user.client.sessions()).sessions).toEqual([]);
});

test('shows that another tab deleted the model', async ({ studio, user, context }) => {
  const { job_id } = await untilMask(user);
  const other = await context.newPage();
  await other.goto(`/sessions/${job_id}`);
  await expect(other.locator('canvas').first()).toBeVisible();

  await user.client.cancel(job_id);

  await other.bringToFront();
  await expect(other.getByText(/This model was deleted|Model not found/)).toBeVisible({
    timeout: 40_000,
  });
  await studio.reload();
  await expect(studio.getByText('No models yet.')).toBeVisible();
});

test('shows older models on request', async ({ studio, user }) => {
  const photo = await readPhoto(samplePhoto);
  const summaries = Array.from({ length: 3 }, () => startSession(user.client, photo));
  await Promise.all(summaries);
  await studio.route('**/prod/sessions?**', async (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set('limit', '2');
    await route.continue({ url: url.href });
  });
  await studio.reload();
  const cards = studio.getByRole('listitem');
  await expect(cards).toHaveCount(2);

  await studio.getByRole('button', { name: 'Show older' }).click();

  await expect(cards).toHaveCount(3);
  await expect(studio.getByRole('button', { name: 'Show older' })).toBeHidden();
});

test('shows the photo of a session without a thumbnail, as release 0.1 made them', async ({
  studio,
  user,
}) => {
  await untilMask(user);
  await studio.route(/thumbnail\.webp/, (route) => route.fulfill({ status: 404 }));
  await studio.reload();

  const card = studio.getByRole('listitem').filter({ hasText: 'Select the object' });
  await expect(card.locator('img')).toHaveAttribute('src', /photo\.(jpg|png)/);
});
