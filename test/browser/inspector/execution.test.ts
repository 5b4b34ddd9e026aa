import { sampleMask } from '#local/testing/sample-images.ts';
import { giveMask, untilMask, untilStatus } from '#test/support/test-environment.ts';
import { changedDefinition, expect, expectAccessible, openExecution, stateOf, test } from './fixtures.ts';

test('fails, redrives and completes a waiting execution, and shows each step', async ({
  inspector,
  user,
}) => {
  const { job_id } = await untilMask(user);
  await openExecution(inspector, job_id);
  await expect(stateOf(inspector, 'WaitForMask')).toHaveAccessibleName(/Waiting for token/);
  await expect(inspector.getByText(/^Waiting .* Times out in 23 h 59 min/)).toBeVisible();

  await inspector.getByRole('button', { name: 'Submit mask' }).click();
  await inspector.getByRole('radio', { name: 'Send failure' }).check();
  await inspector.getByLabel('Error', { exact: true }).fill('OperatorSaidNo');
  await inspector.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(stateOf(inspector, 'WaitForMask')).toHaveAccessibleName(/Caught error/);
  await expect(stateOf(inspector, 'HandleError')).toHaveAccessibleName(/Failed/);

  await inspector.getByRole('button', { name: 'Redrive' }).click();
  await inspector.getByRole('dialog').getByRole('button', { name: 'Redrive' }).click();
  await expect(inspector.getByText('Redriven once')).toBeVisible();
  await expect(stateOf(inspector, 'WaitForMask')).toHaveAccessibleName(/Waiting for token · 2 ×/);

  await inspector.getByRole('button', { name: 'Submit mask' }).click();
  await inspector.locator('input[type=file][accept^="image/png,"]').setInputFiles(sampleMask);
  await inspector.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(stateOf(inspector, 'SessionSucceeded')).toHaveAccessibleName(/^SessionSucceeded Succeeded/);
  expect((await user.client.status(job_id)).status).toBe('completed');
});

test('shows why the session rejected a mask', async ({ inspector, user }) => {
  const { job_id } = await untilMask(user);
  await openExecution(inspector, job_id);

  await inspector.getByRole('button', { name: 'Submit mask' }).click();
  await inspector.locator('input[type=file][accept^="image/png,"]').setInputFiles({
    name: 'mask.png',
    mimeType: 'image/png',
    buffer: Buffer.from('no picture'),
  });
  await inspector.getByRole('button', { name: 'Send', exact: true }).click();

  await expect(stateOf(inspector, 'WaitForMask')).toHaveAccessibleName(/Waiting for token · 2 ×/);
  await stateOf(inspector, 'ValidateMask').click();
  await inspector.getByRole('tab', { name: 'Output' }).click();
  await expect(inspector.getByRole('region', { name: 'Output' })).toContainText('"accepted": false');
});

test('stops an execution with an error, and follows another without a reload', async ({
  inspector,
  user,
}) => {
  const stopped = await untilMask(user);
  await openExecution(inspector, stopped.job_id);
  await inspector.getByRole('button', { name: 'Stop' }).click();
  await inspector.getByLabel('Error (optional)').fill('Maintenance');
  await inspector.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
  await expect(stateOf(inspector, 'WaitForMask')).toHaveAccessibleName(/Stopped/);
  await expect(inspector.getByText('Maintenance').first()).toBeVisible();

  const going = await untilMask(user);
  await inspector
    .getByRole('navigation', { name: 'Breadcrumb' })
    .getByRole('link', { name: 'Executions' })
    .click();
  await openExecution(inspector, going.job_id);
  await giveMask(user, going);
  await untilStatus(user, going.job_id, ({ status }) => status === 'completed');
  await expect(stateOf(inspector, 'SessionSucceeded')).toHaveAccessibleName(/^SessionSucceeded Succeeded/);
});

test('filters, links and selects events with the keyboard, and never shows a task token', async ({
  inspector,
  user,
}) => {
  const { job_id } = await untilMask(user);
  await openExecution(inspector, job_id);
  await inspector.getByLabel('Filter events').fill('scheduled waitformask');
  const events = inspector.getByRole('grid', { name: 'Events' });
  await expect(events.getByRole('radio')).toHaveCount(1);

  await events.getByRole('radio').focus();
  await inspector.keyboard.press('Space');
  await expect(inspector.getByRole('heading', { name: /^Event \d+: TaskScheduled/ })).toBeVisible();
  await expect(inspector.getByRole('region', { name: /^Details of event/ })).toContainText('(task token)');

  await inspector.getByLabel('Clear filter').click();
  await events.getByRole('link', { name: 'Go to event 7' }).click();
  await expect(inspector.getByRole('heading', { name: 'Event 7: TaskStateEntered' })).toBeVisible();
  await stateOf(inspector, 'RequestEmbedding').click();
  await expect(inspector.getByRole('region', { name: 'Arguments' })).toContainText('"(task token)"');
});

test('replays against the current definition, and shows where a changed one diverges', async ({
  inspector,
  user,
}) => {
  const { job_id } = await untilMask(user);
  await openExecution(inspector, job_id);
  await inspector.getByRole('button', { name: 'Replay' }).click();
  await inspector.getByRole('menuitem', { name: 'Against the current definition' }).click();
  await expect(inspector.getByText('No difference')).toBeVisible();

  const changed = changedDefinition((states) => {
    Object.assign(states.RequestEmbedding ?? {}, { TimeoutSeconds: 60 });
  });
  await inspector.getByLabel('Definition to replay against').setInputFiles(changed);
  await expect(inspector.getByText(/^Diverges at event 8 \(RequestEmbedding\): .*timeout/)).toBeVisible();
  await expect(stateOf(inspector, 'RequestEmbedding')).toHaveAccessibleName(/Diverges here/);
});

test('downloads the history as the AWS CLI prints it', async ({ inspector, user }) => {
  const { job_id } = await untilMask(user);
  await openExecution(inspector, job_id);
  await inspector.getByRole('button', { name: 'History' }).click();
  const [download] = await Promise.all([
    inspector.waitForEvent('download'),
    inspector.getByRole('menuitem', { name: 'Download as JSON' }).click(),
  ]);
  const chunks = await (await download.createReadStream()).toArray();
  const { events } = JSON.parse(Buffer.concat(chunks).toString());

  expect(download.suggestedFilename()).toBe(`${job_id}.json`);
  expect(events[0]).toMatchObject({
    id: 1,
    type: 'ExecutionStarted',
    timestamp: expect.stringMatching(/\+00:00$/),
  });
});

test('is accessible, in light and dark mode and on a phone', async ({ inspector, user }) => {
  test.setTimeout(240_000);
  const { job_id } = await untilMask(user);
  await expect(inspector.getByRole('link', { name: job_id })).toBeVisible();
  await expectAccessible(inspector);
  await openExecution(inspector, job_id);
  await expectAccessible(inspector);
  await inspector.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(inspector);
  await inspector.getByRole('button', { name: 'Submit mask' }).click();
  await expectAccessible(inspector);
  await inspector.keyboard.press('Escape');
  await inspector.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(inspector);
});
