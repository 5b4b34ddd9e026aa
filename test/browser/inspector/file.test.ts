import {
  changedDefinition,
  dropFiles,
  expect,
  expectAccessible,
  recordedFile,
  sessionFile,
  stateOf,
  test,
} from './fixtures.ts';

const redriven = 'WaitForMask-caught-States.Timeout_failed-MaskDeadlinePassed_redriven_succeeded';

test.beforeEach(async ({ page }) => {
  await page.goto('/runs/file');
});

test('a recorded history opens without signing in, with graph, events and replay', async ({ page }) => {
  test.setTimeout(240_000);
  await expectAccessible(page);
  await dropFiles(page, recordedFile(redriven));

  await expect(page.getByRole('heading', { level: 1, name: redriven })).toBeVisible();
  await expect(page.getByText('Redriven once')).toBeVisible();
  await expect(stateOf(page, 'WaitForMask')).toHaveAccessibleName(/Succeeded · 2 × · 1 caught/);
  await expect(stateOf(page, 'CheckEmbedding')).toHaveAccessibleName(/Not reached/);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByRole('menuitem', { name: 'Against the definition of this release' }).click();
  await expect(page.getByText('It would run the same')).toBeVisible();
});

test('a state’s visits tell input, output, variables, attempts and errors', async ({ page }) => {
  await dropFiles(page, recordedFile(redriven));
  await stateOf(page, 'WaitForMask').press('Enter');
  await page.getByRole('button', { name: /Visit of the state/ }).click();
  await page.getByRole('option', { name: /Visit 1 of 2/ }).click();

  await expect(page.getByText('States.Timeout').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Variables' }).click();
  await expect(page.getByRole('region', { name: 'Found' })).toContainText('"maskDeadline"');
  await page.getByRole('tab', { name: 'Definition' }).click();
  await expect(page.getByRole('region', { name: 'Definition' })).toContainText('waitForTaskToken');
});

test('a dropped definition is drawn and replayed against: the divergence shows in graph, words and table', async ({
  page,
}) => {
  const changed = changedDefinition((states) => {
    Object.assign(states.WaitForMask ?? {}, { Next: 'RequestReconstruction' });
  });
  await dropFiles(page, recordedFile('succeeded'));
  await dropFiles(page, changed);
  await expect(page.getByText('Drawn on changed.asl.json')).toBeVisible();
  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByRole('menuitem', { name: 'Against changed.asl.json' }).click();

  await expect(
    page.getByText(/It would part at event \d+, in WaitForMask: another next state/),
  ).toBeVisible();
  await expect(stateOf(page, 'WaitForMask')).toHaveAccessibleName(/Differs here/);
  await expect(page.getByRole('grid', { name: 'Events' }).getByText('(differs here)')).toBeVisible();
});

test('a file that is neither history nor definition is refused in words', async ({ page }) => {
  await dropFiles(page, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
  await expect(page.getByText(/notes.txt cannot be opened/)).toBeVisible();

  await dropFiles(page, [recordedFile('succeeded'), sessionFile]);
  await expect(page.getByRole('heading', { level: 1, name: 'succeeded' })).toBeVisible();
  await expect(page.getByText(/cannot be opened/)).toBeHidden();
});
