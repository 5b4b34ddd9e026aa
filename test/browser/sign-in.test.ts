import { expect, test } from './fixtures.ts';

test('somebody new signs up with the code from the mail, and is in', async ({ page, home }) => {
  const email = 'somebody.new@example.com';
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in or create an account' }).click();
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Mail address').fill(email);
  await page.getByLabel('New password').fill('A-good-Secret-1');
  await page.getByRole('button', { name: 'Send the code' }).click();
  const mail = await home.mailTo(email, ({ text }) => /code is/.test(text));
  await page.getByLabel('Code of six digits').fill(/\d{6}/.exec(mail.text)?.[0] ?? '');
  await page.getByRole('button', { name: 'Go on' }).click();

  await expect(page.getByText(email)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/');
});

test('stays signed in when the page is loaded again, and in another tab', async ({
  studio,
  context,
  user,
}) => {
  await studio.reload();
  const other = await context.newPage();
  await other.goto('/');

  await expect(studio.getByText(user.credential.email)).toBeVisible();
  await expect(other.getByText(user.credential.email)).toBeVisible();
});
