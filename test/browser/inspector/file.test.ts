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

test('opens a recorded history without signing in, with its graph, events and replay', async ({ page }) => {
  test.setTimeout(240_000);
  await expectAccessible(page);
  await dropFiles(page, recordedFile(redriven));

  await expect(page.getByRole('heading', { level: 1, name: redriven })).toBeVisible();
  await expect(page.getByText('Redriven once')).toBeVisible();
  await expect(stateOf(page, 'WaitForMask')).toHaveAccessibleName(/Succeeded · 2 × · 1 caught/);
  await expect(stateOf(page, 'CheckEmbedding')).toHaveAccessibleName(/Not reached/);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByRole('menuitem', { name: "Against this release's definition" }).click();
  await expect(page.getByText('No difference')).toBeVisible();
});

test('shows the input, output, variables, attempts and errors of each visit', async ({ page }) => {
  await dropFiles(page, recordedFile(redriven));
  await stateOf(page, 'WaitForMask').press('Enter');
  await page.getByRole('button', { name: /^Visit/ }).click();
  await page.getByRole('option', { name: /Visit 1 of 2/ }).click();

  await expect(page.getByText('States.Timeout').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Variables' }).click();
  await expect(page.getByRole('region', { name: 'Available' })).toContainText('"maskDeadline"');
  await page.getByRole('tab', { name: 'Definition' }).click();
  await expect(page.getByRole('region', { name: 'Definition' })).toContainText('waitForTaskToken');
});

test('draws a dropped definition, and shows where its replay diverges in the graph, a notice and the table', async ({
  page,
}) => {
  const changed = changedDefinition((states) => {
    Object.assign(states.WaitForMask ?? {}, { Next: 'RequestReconstruction' });
  });
  await dropFiles(page, recordedFile('succeeded'));
  await dropFiles(page, changed);
  await expect(page.getByText('Using changed.asl.json')).toBeVisible();
  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByRole('menuitem', { name: 'Against changed.asl.json' }).click();

  await expect(page.getByText(/Diverges at event \d+ \(WaitForMask\): /)).toBeVisible();
  await expect(stateOf(page, 'WaitForMask')).toHaveAccessibleName(/Diverges here/);
  await expect(page.getByRole('grid', { name: 'Events' }).getByText('(diverges here)')).toBeVisible();
});

test('explains why a file that is neither a history nor a definition is rejected', async ({ page }) => {
  await dropFiles(page, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
  await expect(page.getByText(/Couldn't open notes.txt/)).toBeVisible();

  await dropFiles(page, [recordedFile('succeeded'), sessionFile]);
  await expect(page.getByRole('heading', { level: 1, name: 'succeeded' })).toBeVisible();
  await expect(page.getByText(/Couldn't open/)).toBeHidden();
});
