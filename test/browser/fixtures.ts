import { AxeBuilder } from '@axe-core/playwright';
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
  page: async ({ page, home }, use) => {
    const faults = watchPage(page, Object.values(home.home.urls));
    await page.addInitScript(tellViolations);
    await use(page);
    expect(faults).toEqual([]);
  },
  baseURL: async ({ home }, use) => use(home.home.urls.web),
  user: async ({ home }, use) => use(await home.newUser()),
  studio: async ({ page, user }, use) => {
    await signIn(page, user);
    await use(page);
  },
});
export { expect };

/** Collects what no page may do: break its Content-Security-Policy, throw, or ask anybody else. */
export function watchPage(page: Page, own: readonly string[]): string[] {
  const faults: string[] = [];
  const origins = new Set(own.map((url) => new URL(url).origin));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) faults.push(message.text());
  });
  page.on('pageerror', (error) => void faults.push(error.stack ?? error.message));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol) && !origins.has(origin)) faults.push(`asks ${request.url()}`);
  });
  return faults;
}

/** In the page: browsers do not write every violation to the console. */
function tellViolations(): void {
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
    console.error(`Content Security Policy: ${effectiveDirective} blocked ${blockedURI} in ${sourceFile}`),
  );
}

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

/** No serious finding of axe, and nothing to scroll sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}
