import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import type { TestUser } from '#local/testing/users.ts';
import { startPageEnvironment, type TestEnvironment } from './page-environment.ts';

interface WorkerFixtures {
  /** The local environment that all tests of a worker share. */
  readonly environment: TestEnvironment;
}

interface TestFixtures {
  /** A registered user that only this test uses. */
  readonly user: TestUser;
  /** The page of the user, signed in. */
  readonly studio: Page;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  environment: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures this one needs.
    async ({}, use) => {
      const environment = await startPageEnvironment();
      await use(environment);
      await environment[Symbol.asyncDispose]();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  page: async ({ page, environment }, use) => {
    const faults = watchPage(page, Object.values(environment.environment.urls));
    await page.addInitScript(reportViolations);
    await use(page);
    expect(faults).toEqual([]);
  },
  baseURL: async ({ environment }, use) => use(environment.environment.urls.web),
  user: async ({ environment }, use) => use(await environment.newUser()),
  studio: async ({ page, user }, use) => {
    await signIn(page, user);
    await use(page);
  },
});
export { expect };

/** Collects faults of a page: violations of its Content-Security-Policy, errors, requests to other sites. */
export function watchPage(page: Page, own: readonly string[]): string[] {
  const faults: string[] = [];
  const origins = new Set(own.map((url) => new URL(url).origin));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) faults.push(message.text());
  });
  page.on('pageerror', (error) => void faults.push(error.stack ?? error.message));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol) && !origins.has(origin)) faults.push(`requests ${request.url()}`);
  });
  return faults;
}

/** Runs in the page, because browsers do not log every violation. */
function reportViolations(): void {
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
    console.error(`Content Security Policy: ${effectiveDirective} blocked ${blockedURI} in ${sourceFile}`),
  );
}

/** Signs a user in through the sign-in pages. */
export async function signIn(page: Page, { credential }: TestUser): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in or create an account' }).click();
  await fillSignIn(page, credential);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
}

/** Fills in the issuer's sign-in page. */
export async function fillSignIn(page: Page, { email, password }: TestUser['credential']): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Expects no serious finding of axe, and no horizontal scrolling. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}
