import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { TestUser } from '#local/testing/users.ts';
import { test as base, expect, expectAccessible, fillSignIn } from '../fixtures.ts';
import { startPageEnvironment, type TestEnvironment } from '../page-environment.ts';

const root = join(import.meta.dirname, '..', '..', '..');
export const sessionFile = join(root, 'state-machines', 'session', 'session.asl.json');
export const recordedFile = (name: string) => join(root, 'events', 'histories', `${name}.json`);

const operatorEmail = 'operator@example.com';

interface WorkerFixtures {
  /** A local environment with one operator. */
  readonly environment: TestEnvironment;
  readonly operator: TestUser;
}

interface TestFixtures {
  /** The operator's page, signed in, at the list of executions. */
  readonly inspector: Page;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  environment: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures this one needs.
    async ({}, use) => {
      const environment = await startPageEnvironment({ operators: [operatorEmail] });
      await use(environment);
      await environment[Symbol.asyncDispose]();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  operator: [
    async ({ environment }, use) =>
      use(await environment.signUp({ email: operatorEmail, password: 'Secret-of-operator-1' })),
    { scope: 'worker', timeout: 60_000 },
  ],
  inspector: async ({ page, operator }, use) => {
    await signInToInspector(page, operator);
    await use(page);
  },
});
export { expect, expectAccessible };

export async function signInToInspector(page: Page, { credential }: TestUser): Promise<void> {
  await page.goto('/runs');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await fillSignIn(page, credential);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
}

/** Opens an execution from the list. */
export async function openExecution(page: Page, jobId: string): Promise<void> {
  await page.getByRole('link', { name: jobId }).click();
  await expect(page.getByRole('heading', { level: 1, name: jobId })).toBeVisible();
}

/** A state of the graph. */
export function stateOf(page: Page, name: string) {
  return page.getByRole('region', { name: 'Graph of the state machine' }).getByRole('button', { name });
}

export function dropFiles(page: Page, files: Parameters<ReturnType<Page['locator']>['setInputFiles']>[0]) {
  return page.getByLabel('Choose a history or a definition').setInputFiles(files);
}

/** The session's state machine with one change, as a file to choose. */
export function changedDefinition(change: (states: Record<string, Record<string, unknown>>) => void) {
  const definition = JSON.parse(readFileSync(sessionFile, 'utf8'));
  change(definition.States);
  return {
    name: 'changed.asl.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(definition)),
  };
}
