import { expect, test } from './fixtures.ts';
import { expectModel, makeModel, pickCup, startModel } from './steps.ts';

test('a model of the cup, by mouse, from the photo to the list of models', async ({ studio, user, home }) => {
  const jobId = await startModel(studio);
  await pickCup(studio);
  await makeModel(studio);

  await expectModel(studio);
  await home.mailTo(user.credential.email, ({ tags }) => tags.job_id === jobId);
  await studio.getByRole('link', { name: 'All models' }).click();
  await expect(studio.getByRole('listitem').filter({ hasText: 'Ready' })).toBeVisible();
  const statuses = (await user.client.sessions()).sessions.map(({ job_id, status }) => ({ job_id, status }));
  expect(statuses).toEqual([{ job_id: jobId, status: 'completed' }]);
});

test('a page that is loaded again at any stage goes on there', async ({ studio }) => {
  await startModel(studio);
  await studio.reload();
  await pickCup(studio);
  await studio.reload();
  // The click before the reload is still there.
  await expect(studio.getByRole('button', { name: 'Make the 3D model' })).toBeEnabled();
  await makeModel(studio);
  await expect(
    studio.getByText(/Checking your selection|Building your model|Your model is ready/),
  ).toBeVisible();
  await studio.reload();
  await expectModel(studio);
  await studio.reload();
  await expectModel(studio);
});

test('a closed tab loses nothing: the session goes on and is found in the list', async ({
  studio,
  context,
}) => {
  const jobId = await startModel(studio);
  await studio.close();

  const later = await context.newPage();
  await later.goto('/');
  await later.getByRole('link', { name: /Your turn/ }).click();

  await expect(later).toHaveURL(new RegExp(jobId));
  await expect(later.locator('canvas').first()).toBeVisible();
});

test('the keyboard alone makes a model', async ({ studio }) => {
  const press = async (name: string | RegExp) => {
    const button = studio.getByRole('button', { name });
    await button.focus();
    await studio.keyboard.press('Enter');
  };
  await press('Try it with this cup');
  await press('Use this photo');
  const photo = studio.getByLabel('The photo', { exact: true });
  await photo.focus();
  await studio.keyboard.press('Enter');
  await expect(studio.getByRole('button', { name: 'Make the 3D model' })).toBeEnabled();
  await press('Make the 3D model');
  await expectModel(studio);
});
