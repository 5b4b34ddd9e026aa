import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { email, type IdentityHome, model, password, startIdentityHome } from './home.ts';

let home: IdentityHome;

beforeEach(async () => {
  home = await startIdentityHome();
});
afterEach(() => home.remove());

describe('signing up', () => {
  it('proves the address by a code in a mail and ends with tokens as a user pool gives them', async () => {
    const { tokens } = await home.signUp();

    const { id_token = '', refresh_token } = await tokens();

    expect(home.mails).toMatchObject([{ to: email, subject: 'Your Gen3D code' }]);
    expect(decodeJwt(id_token)).toMatchObject({
      iss: home.identity.url,
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
    ['nouppercase7', 'an upper case letter'],
    ['NOLOWERCASE7', 'a lower case letter'],
    ['NoDigitHere', 'a digit'],
  ])('refuses the password %s', async (weak, why) => {
    const { browser, page } = await home.visit();

    const answer = await browser.submit(await browser.follow(page, 'sign-up'), { email, password: weak });

    expect(answer.text).toContain(why);
    expect(home.mails).toEqual([]);
  });

  it('makes no account without the code', async () => {
    const { browser, page } = await home.visit();
    const confirm = await browser.submit(await browser.follow(page, 'sign-up'), { email, password });

    const answer = await browser.submit(confirm, { code: home.code() === '000000' ? '000001' : '000000' });

    expect(answer.text).toContain('That is not the code in the mail.');
    expect((await home.signIn()).page.text).toContain('Address or password is wrong.');
  });

  it('spends a code after five wrong tries', async () => {
    const { browser, page, redirected } = await home.visit();
    const confirm = await browser.submit(await browser.follow(page, 'sign-up'), { email, password });
    const right = home.code();
    const wrong = right === '000000' ? '000001' : '000000';
    for (let i = 0; i < 5; i += 1) await browser.submit(confirm, { code: wrong });

    const answer = await browser.submit(confirm, { code: right });

    expect(redirected()).toBeUndefined();
    expect(answer.text).toContain('Create an account');
  });

  it('with an address that has an account tells only its owner', async () => {
    await home.signUp();
    const { browser, page, redirected } = await home.visit();

    const answer = await browser.submit(await browser.follow(page, 'sign-up'), {
      email,
      password: 'Another-One-8',
    });

    expect(answer.text).toContain('Enter the code');
    expect(home.mails.at(-1)).toMatchObject({ to: email, subject: 'You have a Gen3D account' });
    await browser.submit(answer, { code: '123456' });
    expect(redirected()).toBeUndefined();
    expect((await home.signIn()).page.text).toContain('back in the application');
  });
});
