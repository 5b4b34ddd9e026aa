import type { Page } from '@playwright/test';
import { expect, fillSignIn, test } from './fixtures.ts';
import { expectModel, makeModel, selectCup, startModel } from './steps.ts';

/** Makes the stored sign-in an hour older. */
async function age(page: Page, change: { refreshToken?: string } = {}): Promise<void> {
  await page.evaluate(({ refreshToken }) => {
    const key = Object.keys(localStorage).find((name) => name.startsWith('oidc.user:')) ?? '';
    const user = JSON.parse(localStorage.getItem(key) ?? '{}');
    user.profile.exp -= 3_600;
    if (refreshToken !== undefined) user.refresh_token = refreshToken;
    localStorage.setItem(key, JSON.stringify(user));
  }, change);
}

const tokenRequests = (page: Page) => {
  const seen: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/token')) seen.push(request.postData() ?? '');
  });
  return seen;
};

test('renews an expired token silently, once for two tabs', async ({ studio, context }) => {
  const other = await context.newPage();
  await other.goto('/');
  await expect(other.getByText('No models yet.')).toBeVisible();
  const renewals = [tokenRequests(studio), tokenRequests(other)];
  await age(studio);

  await Promise.all([studio.reload(), other.reload()]);

  await expect(studio.getByText('No models yet.')).toBeVisible();
  await expect(other.getByText('No models yet.')).toBeVisible();
  expect(renewals.flat()).toHaveLength(1);
});

test('keeps the selection when the sign-in expires, and continues after the next one', async ({
  studio,
  context,
  user,
}) => {
  await startModel(studio);
  await selectCup(studio);
  await age(studio, { refreshToken: 'revoked' });
  await makeModel(studio);
  await expect(studio.getByRole('dialog', { name: 'Your session has expired' })).toBeVisible();

  const opened = context.waitForEvent('page');
  await context.clearCookies();
  await studio.getByRole('button', { name: 'Sign in again' }).click();
  await fillSignIn(await opened, user.credential);

  await expect(studio.getByRole('dialog')).toBeHidden();
  await expectModel(studio);
});

test('signs out of all tabs, and deletes the data of the user', async ({ studio, context }) => {
  const other = await context.newPage();
  await other.goto('/');
  await expect(other.getByText('No models yet.')).toBeVisible();

  await studio.getByRole('button', { name: 'Sign out' }).click();
  await studio.waitForURL(/session\/end/);
  await studio.getByRole('button', { name: 'Sign out' }).click();

  await expect(studio.getByRole('button', { name: 'Sign in or create an account' })).toBeVisible();
  await expect(other.getByRole('button', { name: 'Sign in or create an account' })).toBeVisible();
  const kept = await studio.evaluate(() => Object.keys(localStorage));
  expect(kept.filter((key) => key.startsWith('oidc.user') || key.startsWith('gen3d.mask'))).toEqual([]);
});
