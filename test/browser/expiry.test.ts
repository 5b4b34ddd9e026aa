import type { Page } from '@playwright/test';
import { expect, fillSignIn, test } from './fixtures.ts';
import { expectModel, makeModel, pickCup, startModel } from './steps.ts';

/** Puts the sign-in that the browser keeps an hour into the past. */
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

test('a sign-in that runs out is renewed without a word, once for two tabs', async ({ studio, context }) => {
  const other = await context.newPage();
  await other.goto('/');
  await expect(other.getByText('None yet.')).toBeVisible();
  const renewals = [tokenRequests(studio), tokenRequests(other)];
  await age(studio);

  await Promise.all([studio.reload(), other.reload()]);

  await expect(studio.getByText('None yet.')).toBeVisible();
  await expect(other.getByText('None yet.')).toBeVisible();
  expect(renewals.flat()).toHaveLength(1);
});

test('a sign-in that runs out while drawing costs nothing: one signs in again beside it and goes on', async ({
  studio,
  context,
  user,
}) => {
  await startModel(studio);
  await pickCup(studio);
  await age(studio, { refreshToken: 'not-good-any-more' });
  await makeModel(studio);
  await expect(studio.getByRole('dialog', { name: 'Sign in again to go on' })).toBeVisible();

  const opened = context.waitForEvent('page');
  await context.clearCookies();
  await studio.getByRole('button', { name: 'Sign in again' }).click();
  await fillSignIn(await opened, user.credential);

  await expect(studio.getByRole('dialog')).toBeHidden();
  await expectModel(studio);
});

test('signing out in one tab signs the other out, and leaves nothing of the person', async ({
  studio,
  context,
}) => {
  const other = await context.newPage();
  await other.goto('/');
  await expect(other.getByText('None yet.')).toBeVisible();

  await studio.getByRole('button', { name: 'Sign out' }).click();
  await studio.getByRole('button', { name: 'Sign out' }).click();

  await expect(studio.getByRole('button', { name: 'Sign in or create an account' })).toBeVisible();
  await expect(other.getByRole('button', { name: 'Sign in or create an account' })).toBeVisible();
  const kept = await studio.evaluate(() => Object.keys(localStorage));
  expect(kept.filter((key) => key.startsWith('oidc.user') || key.startsWith('gen3d.mask'))).toEqual([]);
});
