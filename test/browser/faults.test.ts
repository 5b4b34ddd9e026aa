import { readPhoto } from '#client/files.ts';
import { startSession } from '#client/session.ts';
import { handledError, startModelContainer } from '#test/e2e/model-container.ts';
import { untilMask, untilStatus } from '#test/support/test-environment.ts';
import { expect, signIn, test } from './fixtures.ts';
import { samplePhoto, startPageEnvironment } from './page-environment.ts';

test('says that it is offline, and recovers', async ({ studio, user, context }) => {
  const { job_id } = await untilMask(user);
  await studio.goto(`/sessions/${job_id}`);
  await expect(studio.locator('canvas').first()).toBeVisible();

  await context.setOffline(true);
  await expect(studio.getByText("You're offline")).toBeVisible();
  await expect(studio.locator('canvas').first()).toBeVisible();
  await context.setOffline(false);

  await expect(studio.getByText("You're offline")).toBeHidden();
});

test('finds no session that is missing or belongs to another user', async ({ studio, environment }) => {
  const stranger = await environment.newUser();
  const jobId = await startSession(stranger.client, await readPhoto(samplePhoto));

  for (const id of ['gen3d-0', jobId]) {
    await studio.goto(`/sessions/${id}`);
    await expect(studio.getByText('Model not found')).toBeVisible();
  }
});

test('links from an unknown page to the models', async ({ studio }) => {
  await studio.goto('/nowhere');
  await studio.getByRole('link', { name: 'Go to your models' }).click();

  await expect(studio.getByRole('heading', { name: 'Make a 3D model' })).toBeVisible();
});

test('shows why a model failed, on its page and in the list, and redoes it', async ({ browser }) => {
  test.setTimeout(600_000);
  await using container = await startModelContainer(() => handledError('ImageUnreadable'));
  await using environment = await startPageEnvironment({ endpointUrl: container.url });
  const user = await environment.newUser();
  const jobId = await startSession(user.client, await readPhoto(samplePhoto));
  const { reason } = await untilStatus(user, jobId, ({ status }) => status === 'failed');
  const page = await browser.newPage({ baseURL: environment.environment.urls.web });
  await signIn(page, user);

  const card = page.getByRole('listitem').filter({ hasText: 'Failed' });
  await expect(card.getByText(reason?.message ?? '')).toBeVisible();
  await card.getByRole('link').click();
  await expect(page.getByRole('heading', { name: "We couldn't make this model" })).toBeVisible();
  await expect(page.getByText(reason?.message ?? '')).toBeVisible();
  await page.getByRole('button', { name: 'Redo with this photo' }).click();

  await expect(page).not.toHaveURL(new RegExp(jobId));
  await expect(page.getByRole('heading', { name: "We couldn't make this model" })).toBeVisible({
    timeout: 120_000,
  });
  expect((await user.client.sessions()).sessions).toHaveLength(2);
});
