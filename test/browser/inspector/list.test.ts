import { Executions } from '#test/support/executions.ts';
import { untilMask } from '#test/support/test-environment.ts';
import { expect, expectAccessible, signInToInspector, test } from './fixtures.ts';

test('explains operator access to other users', async ({ page, user }) => {
  await signInToInspector(page, user);

  await expect(page.getByText('For operators', { exact: true })).toBeVisible();
  await expect(page.getByText(/npm start -- --operator/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'open a history file' }).click();
  await expect(page.getByRole('heading', { name: 'Inspect a recorded execution' })).toBeVisible();
});

test('filters the list by status and finds executions by name', async ({ inspector, user, environment }) => {
  const runs = new Executions(environment.environment);
  const stopped = await untilMask(user);
  await runs.stop(stopped.job_id);
  await runs.ended(stopped.job_id);
  const waiting = await untilMask(user);
  const rows = inspector.getByRole('grid', { name: 'Executions' });
  await expect(rows.getByRole('row', { name: new RegExp(stopped.job_id) })).toContainText('Stopped');
  await expect(rows.getByRole('row', { name: new RegExp(waiting.job_id) })).toContainText('Running');

  await inspector.getByRole('button', { name: /Status/ }).click();
  await inspector.getByRole('option', { name: 'Stopped' }).click();
  await expect(rows.getByText(waiting.job_id)).toBeHidden();
  await expect(rows.getByText(stopped.job_id)).toBeVisible();

  await inspector.getByLabel('Find executions by name').fill('nobody');
  await expect(inspector.getByText('No matches')).toBeVisible();
  await inspector.getByLabel('Find executions by name').fill(stopped.job_id.slice(0, 20));
  await expect(rows.getByText(stopped.job_id)).toBeVisible();
});

test('explains that an execution does not exist', async ({ inspector, environment }) => {
  const [machine = ''] = environment.environment.stateMachineArns;
  await inspector.goto(`/runs/${machine.replace(':stateMachine:', ':execution:')}:nobody`);

  await expect(inspector.getByText(/Execution Does Not Exist/)).toBeVisible();
});
