import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { email, type IdentityHome, password, startIdentityHome } from './home.ts';

let home: IdentityHome;

beforeEach(async () => {
  home = await startIdentityHome();
});
afterEach(() => home.remove());

describe('a forgotten password', () => {
  it('is replaced once the code is entered', async () => {
    await home.signUp();
    const { browser, page } = await home.visit();
    const confirm = await browser.submit(await browser.follow(page, 'forgot'), {
      email,
      password: 'Brand-New-9',
    });
    await browser.submit(confirm, { code: home.code() });

    expect((await home.signIn('Brand-New-9')).page.text).toContain('back in the application');
    expect((await home.signIn()).page.text).toContain('Address or password is wrong.');
  });

  it('of an address without an account mails nobody', async () => {
    const { browser, page } = await home.visit();

    const answer = await browser.submit(await browser.follow(page, 'forgot'), { email, password });

    expect(answer.text).toContain('Enter the code');
    expect(home.mails).toEqual([]);
  });
});
