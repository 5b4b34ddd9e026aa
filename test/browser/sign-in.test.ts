import { expect, test } from './fixtures.ts';

test('signs a new user up with the code from the email', async ({ page, environment }) => {
  const email = 'somebody.new@example.com';
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in or create an account' }).click();
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('New password').fill('A-good-Secret-1');
  await page.getByRole('button', { name: 'Send code' }).click();
  const mail = await environment.emailTo(email, ({ text }) => /code is/.test(text));
  await page.getByLabel('6-digit code').fill(/\d{6}/.exec(mail.text)?.[0] ?? '');
  await page.getByRole('button', { name: 'Continue' }).click();

  await expect(page.getByText(email)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/');
});

test('stays signed in after a reload and in another tab', async ({ studio, context, user }) => {
  await studio.reload();
  const other = await context.newPage();
  await other.goto('/');

  await expect(studio.getByText(user.credential.email)).toBeVisible();
  await expect(other.getByText(user.credential.email)).toBeVisible();
});
