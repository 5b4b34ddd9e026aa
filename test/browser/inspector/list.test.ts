import { Runs } from '#test/e2e/history.ts';
import { untilMask } from '#test/e2e/home.ts';
import { expect, expectAccessible, signInOnRuns, test } from './fixtures.ts';

test('somebody who is no operator is told so, and what can be done', async ({ page, user }) => {
  await signInOnRuns(page, user);

  await expect(page.getByText('For operators', { exact: true })).toBeVisible();
  await expect(page.getByText(/npm start -- --operator and your mail address/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'opened from a file' }).click();
  await expect(page.getByRole('heading', { name: 'Inspect a recorded run' })).toBeVisible();
});

test('the list is filtered by status and searched by name', async ({ inspector, user, home }) => {
  const runs = new Runs(home.home);
  const stopped = await untilMask(user);
  await runs.stop(stopped.job_id);
  await runs.ended(stopped.job_id);
  const waiting = await untilMask(user);
  const rows = inspector.getByRole('grid', { name: 'Runs' });
  await expect(rows.getByRole('row', { name: new RegExp(stopped.job_id) })).toContainText('Stopped');
  await expect(rows.getByRole('row', { name: new RegExp(waiting.job_id) })).toContainText('Running');

  await inspector.getByRole('button', { name: /Status/ }).click();
  await inspector.getByRole('option', { name: 'Stopped' }).click();
  await expect(rows.getByText(waiting.job_id)).toBeHidden();
  await expect(rows.getByText(stopped.job_id)).toBeVisible();

  await inspector.getByLabel('Find runs by name').fill('nobody');
  await expect(inspector.getByText('No run is like that.')).toBeVisible();
  await inspector.getByLabel('Find runs by name').fill(stopped.job_id.slice(0, 20));
  await expect(rows.getByText(stopped.job_id)).toBeVisible();
});

test('a run that is not there is told in words', async ({ inspector, home }) => {
  const [machine = ''] = home.home.stateMachineArns;
  await inspector.goto(`/runs/${machine.replace(':stateMachine:', ':execution:')}:nobody`);

  await expect(inspector.getByText(/Execution Does Not Exist/)).toBeVisible();
});
