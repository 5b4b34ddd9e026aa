import { expect, test } from './fixtures.ts';
import { expectModel, makeModel, selectCup, startModel } from './steps.ts';

test('makes a model of the cup with the mouse, from the photo to the list', async ({
  studio,
  user,
  environment,
}) => {
  const jobId = await startModel(studio);
  await selectCup(studio);
  await makeModel(studio);

  await expectModel(studio);
  await environment.emailTo(user.credential.email, ({ tags }) => tags.job_id === jobId);
  await studio.getByRole('link', { name: 'All models' }).click();
  await expect(studio.getByRole('listitem').filter({ hasText: 'Ready' })).toBeVisible();
  const statuses = (await user.client.sessions()).sessions.map(({ job_id, status }) => ({ job_id, status }));
  expect(statuses).toEqual([{ job_id: jobId, status: 'completed' }]);
});

test('continues after a reload at any stage', async ({ studio }) => {
  await startModel(studio);
  await studio.reload();
  await selectCup(studio);
  await studio.reload();
  // The click from before the reload is kept.
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

test('keeps the session running after the tab is closed, and lists it', async ({ studio, context }) => {
  const jobId = await startModel(studio);
  await studio.close();

  const later = await context.newPage();
  await later.goto('/');
  await later.getByRole('link', { name: /Select the object/ }).click();

  await expect(later).toHaveURL(new RegExp(jobId));
  await expect(later.locator('canvas').first()).toBeVisible();
});

test('makes a model with the keyboard', async ({ studio }) => {
  const press = async (name: string | RegExp) => {
    const button = studio.getByRole('button', { name });
    await button.focus();
    await studio.keyboard.press('Enter');
  };
  await press('Try this cup');
  await press('Use this photo');
  const photo = studio.getByLabel('Photo', { exact: true });
  await photo.focus();
  await studio.keyboard.press('Enter');
  await expect(studio.getByRole('button', { name: 'Make the 3D model' })).toBeEnabled();
  await press('Make the 3D model');
  await expectModel(studio);
});
