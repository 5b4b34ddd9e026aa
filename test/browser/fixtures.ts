import { test as base, expect, type Page } from '@playwright/test';
import type { TestUser } from '#test/e2e/home.ts';
import { startPageHome, type TestHome } from './home.ts';

interface WorkerFixtures {
  /** One home for the tests of a worker. */
  readonly home: TestHome;
}

interface TestFixtures {
  /** A user of this test alone, who is signed up. */
  readonly user: TestUser;
  /** The page of that user, signed in. */
  readonly studio: Page;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  home: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures this one needs.
    async ({}, use) => {
      const home = await startPageHome();
      await use(home);
      await home[Symbol.asyncDispose]();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  baseURL: async ({ home }, use) => use(home.home.urls.web),
  user: async ({ home }, use) => use(await home.newUser()),
  studio: async ({ page, user }, use) => {
    await signIn(page, user);
    await use(page);
  },
});
export { expect };

/** Signs a known user in, through the pages that users see. */
export async function signIn(page: Page, { credential }: TestUser): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in or create an account' }).click();
  await fillSignIn(page, credential);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
}

/** On the issuer's sign-in page. */
export async function fillSignIn(page: Page, { email, password }: TestUser['credential']): Promise<void> {
  await page.getByLabel('Mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
