import { readPhoto } from '#client/files.ts';
import { startSession } from '#client/session.ts';
import { untilMask, untilStatus } from '#test/e2e/home.ts';
import { handledError, startModelContainer } from '#test/e2e/model-container.ts';
import { expect, signIn, test } from './fixtures.ts';
import { samplePhoto, startPageHome } from './home.ts';

test('offline for a moment: the page says so, and goes on by itself', async ({ studio, user, context }) => {
  const { job_id } = await untilMask(user);
  await studio.goto(`/sessions/${job_id}`);
  await expect(studio.locator('canvas').first()).toBeVisible();

  await context.setOffline(true);
  await expect(studio.getByText('No connection at the moment')).toBeVisible();
  await expect(studio.locator('canvas').first()).toBeVisible();
  await context.setOffline(false);

  await expect(studio.getByText('No connection at the moment')).toBeHidden();
});

test('a session that is not there, or of somebody else, is told as such', async ({ studio, home }) => {
  const stranger = await home.newUser();
  const jobId = await startSession(stranger.client, await readPhoto(samplePhoto));

  for (const id of ['gen3d-0', jobId]) {
    await studio.goto(`/sessions/${id}`);
    await expect(studio.getByText('There is no such model')).toBeVisible();
  }
});

test('a page that does not exist leads home', async ({ studio }) => {
  await studio.goto('/nowhere');
  await studio.getByRole('link', { name: 'Go to your models' }).click();

  await expect(studio.getByRole('heading', { name: 'Make a 3D model' })).toBeVisible();
});

test('a model that fails: the reason in plain words, here and in the list, and one tries again', async ({
  browser,
}) => {
  test.setTimeout(600_000);
  await using container = await startModelContainer(() => handledError('ImageUnreadable'));
  await using home = await startPageHome({ endpointUrl: container.url });
  const user = await home.newUser();
  const jobId = await startSession(user.client, await readPhoto(samplePhoto));
  const { reason } = await untilStatus(user, jobId, ({ status }) => status === 'failed');
  const page = await browser.newPage({ baseURL: home.home.urls.web });
  await signIn(page, user);

  const card = page.getByRole('listitem').filter({ hasText: 'Did not work' });
  await expect(card.getByText(reason?.message ?? '')).toBeVisible();
  await card.getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'This did not work' })).toBeVisible();
  await expect(page.getByText(reason?.message ?? '')).toBeVisible();
  await page.getByRole('button', { name: 'Try again with this photo' }).click();

  await expect(page).not.toHaveURL(new RegExp(jobId));
  await expect(page.getByRole('heading', { name: 'This did not work' })).toBeVisible({ timeout: 120_000 });
  expect((await user.client.sessions()).sessions).toHaveLength(2);
});
