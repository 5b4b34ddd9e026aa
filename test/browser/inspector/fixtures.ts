import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { TestUser } from '#test/e2e/home.ts';
import { test as base, expect, expectAccessible, fillSignIn } from '../fixtures.ts';
import { startPageHome, type TestHome } from '../home.ts';

const root = join(import.meta.dirname, '..', '..', '..');
export const sessionFile = join(root, 'state-machines', 'session.asl.json');
export const recordedFile = (name: string) => join(root, 'events', 'histories', `${name}.json`);

const operatorMail = 'operator@example.com';

interface WorkerFixtures {
  /** A home with one operator. */
  readonly home: TestHome;
  readonly operator: TestUser;
}

interface TestFixtures {
  /** The page of the operator, signed in, on the list of runs. */
  readonly inspector: Page;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  home: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures this one needs.
    async ({}, use) => {
      const home = await startPageHome({ operators: [operatorMail] });
      await use(home);
      await home[Symbol.asyncDispose]();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  operator: [
    async ({ home }, use) =>
      use(await home.signUp({ email: operatorMail, password: 'Secret-of-operator-1' })),
    { scope: 'worker', timeout: 60_000 },
  ],
  inspector: async ({ page, operator }, use) => {
    await signInOnRuns(page, operator);
    await use(page);
  },
});
export { expect, expectAccessible };

export async function signInOnRuns(page: Page, { credential }: TestUser): Promise<void> {
  await page.goto('/runs');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await fillSignIn(page, credential);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
}

/** Opens a run from the list. */
export async function openRun(page: Page, jobId: string): Promise<void> {
  await page.getByRole('link', { name: jobId }).click();
  await expect(page.getByRole('heading', { level: 1, name: jobId })).toBeVisible();
}

/** A state of the graph. */
export function stateOf(page: Page, name: string) {
  return page.getByRole('region', { name: 'Graph of the state machine' }).getByRole('button', { name });
}

export function dropFiles(page: Page, files: Parameters<ReturnType<Page['locator']>['setInputFiles']>[0]) {
  return page.getByLabel('Choose a history, or a definition').setInputFiles(files);
}

/** The session machine with one change, as a file to choose. */
export function changedDefinition(change: (states: Record<string, Record<string, unknown>>) => void) {
  const definition = JSON.parse(readFileSync(sessionFile, 'utf8'));
  change(definition.States);
  return {
    name: 'changed.asl.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(definition)),
  };
}
