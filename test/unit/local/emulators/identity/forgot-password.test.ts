import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { email, type IdentityFixture, password, startIdentityFixture } from './fixture.ts';

let fixture: IdentityFixture;

beforeEach(async () => {
  fixture = await startIdentityFixture();
});
afterEach(() => fixture.remove());

describe('a forgotten password', () => {
  it('is replaced once the code is entered', async () => {
    await fixture.signUp();
    const { browser, page } = await fixture.visit();
    const confirm = await browser.submit(await browser.follow(page, 'forgot'), {
      email,
      password: 'Brand-New-9',
    });
    await browser.submit(confirm, { code: fixture.code() });

    expect((await fixture.signIn('Brand-New-9')).page.text).toContain('back in the application');
    expect((await fixture.signIn()).page.text).toContain('Incorrect email or password.');
  });

  it('sends no email to an address without an account', async () => {
    const { browser, page } = await fixture.visit();

    const answer = await browser.submit(await browser.follow(page, 'forgot'), { email, password });

    expect(answer.text).toContain('Check your email');
    expect(fixture.emails).toEqual([]);
  });
});
