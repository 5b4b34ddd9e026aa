import { readPhoto } from '#client/files.ts';
import { startSession } from '#client/session.ts';
import { untilMask } from '#test/e2e/home.ts';
import { expect, test } from './fixtures.ts';
import { samplePhoto } from './home.ts';

test('a new person reads what to do, and an old one sees photo, state and time of each model', async ({
  studio,
  user,
}) => {
  await expect(studio.getByText('None yet.')).toBeVisible();

  await untilMask(user);
  await studio.reload();

  const card = studio.getByRole('listitem').filter({ hasText: 'Your turn: pick the object' });
  await expect(card.locator('img')).toBeVisible();
  await expect(card.getByText(/Today, \d\d:\d\d/)).toBeVisible();
});

test('the list follows a session that goes on', async ({ studio, user }) => {
  await startSession(user.client, await readPhoto(samplePhoto));
  await studio.reload();

  await expect(studio.getByText('Your turn: pick the object')).toBeVisible();
});

test('a model is deleted when that was meant, and only then', async ({ studio, user }) => {
  await untilMask(user);
  await studio.reload();
  const card = studio.getByRole('listitem').filter({ hasText: 'Your turn' });

  await card.getByRole('button', { name: /Delete/ }).click();
  await studio.getByRole('button', { name: 'Keep it' }).click();
  await expect(card).toBeVisible();
  await card.getByRole('button', { name: /Delete/ }).click();
  await studio.getByRole('button', { name: 'Delete', exact: true }).click();

  await expect(studio.getByText('None yet.')).toBeVisible();
  await expect.poll(async () => (await user.client.sessions()).sessions).toEqual([]);
});

test('what one tab deletes, the other tab learns', async ({ studio, user, context }) => {
  const { job_id } = await untilMask(user);
  const other = await context.newPage();
  await other.goto(`/sessions/${job_id}`);
  await expect(other.locator('canvas').first()).toBeVisible();

  await user.client.cancel(job_id);

  await other.bringToFront();
  await expect(other.getByText(/This model was deleted|There is no such model/)).toBeVisible({
    timeout: 40_000,
  });
  await studio.reload();
  await expect(studio.getByText('None yet.')).toBeVisible();
});

test('more models than a page holds are shown on request', async ({ studio, user }) => {
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

  await studio.getByRole('button', { name: 'Show older ones' }).click();

  await expect(cards).toHaveCount(3);
  await expect(studio.getByRole('button', { name: 'Show older ones' })).toBeHidden();
});
