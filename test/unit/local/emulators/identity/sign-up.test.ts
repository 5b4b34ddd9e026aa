import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { email, type IdentityFixture, model, password, startIdentityFixture } from './fixture.ts';

let fixture: IdentityFixture;

beforeEach(async () => {
  fixture = await startIdentityFixture();
});
afterEach(() => fixture.remove());

describe('signing up', () => {
  it('verifies the address with an emailed code and ends with tokens like those of a user pool', async () => {
    const { tokens } = await fixture.signUp();

    const { id_token = '', refresh_token } = await tokens();

    expect(fixture.emails).toMatchObject([
      { to: email, subject: expect.stringMatching(/^Your Gen3D verification code: \d{6}$/) },
    ]);
    expect(decodeJwt(id_token)).toMatchObject({
      iss: fixture.identity.url,
      aud: model.clientId,
      email,
      email_verified: true,
      token_use: 'id',
      sub: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
    expect(decodeJwt(id_token)).not.toHaveProperty('cognito:groups');
    expect(decodeProtectedHeader(id_token)).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
    expect(refresh_token).toEqual(expect.any(String));
  });

  it.each([
    ['short7A', 'at least 8 characters'],
    ['nouppercase7', 'an uppercase letter'],
    ['NOLOWERCASE7', 'a lowercase letter'],
    ['NoDigitHere', 'a number'],
  ])('rejects the password %s', async (weak, why) => {
    const { browser, page } = await fixture.visit();

    const answer = await browser.submit(await browser.follow(page, 'sign-up'), { email, password: weak });

    expect(answer.text).toContain(why);
    expect(fixture.emails).toEqual([]);
  });

  it('creates no account without the code', async () => {
    const { browser, page } = await fixture.visit();
    const confirm = await browser.submit(await browser.follow(page, 'sign-up'), { email, password });

    const answer = await browser.submit(confirm, { code: fixture.code() === '000000' ? '000001' : '000000' });

    expect(answer.text).toContain('Incorrect code. Check the email and try again.');
    expect((await fixture.signIn()).page.text).toContain('Incorrect email or password.');
  });

  it('invalidates a code after five wrong attempts', async () => {
    const { browser, page, redirected } = await fixture.visit();
    const confirm = await browser.submit(await browser.follow(page, 'sign-up'), { email, password });
    const right = fixture.code();
    const wrong = right === '000000' ? '000001' : '000000';
    for (let i = 0; i < 5; i += 1) await browser.submit(confirm, { code: wrong });

    const answer = await browser.submit(confirm, { code: right });

    expect(redirected()).toBeUndefined();
    expect(answer.text).toContain('Create an account');
  });

  it('reveals an existing account only to its owner', async () => {
    await fixture.signUp();
    const { browser, page, redirected } = await fixture.visit();

    const answer = await browser.submit(await browser.follow(page, 'sign-up'), {
      email,
      password: 'Another-One-8',
    });

    expect(answer.text).toContain('Check your email');
    expect(fixture.emails.at(-1)).toMatchObject({ to: email, subject: 'You already have a Gen3D account' });
    await browser.submit(answer, { code: '123456' });
    expect(redirected()).toBeUndefined();
    expect((await fixture.signIn()).page.text).toContain('back in the application');
  });
});
