import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { email, type IdentityHome, password, startIdentityHome } from './home.ts';

let home: IdentityHome;

beforeEach(async () => {
  home = await startIdentityHome();
});
afterEach(() => home.remove());

describe('signing in', () => {
  it('gives the same user again, also after a restart', async () => {
    const first = decodeJwt((await (await home.signUp()).tokens()).id_token ?? '');
    await home.restart();

    const second = decodeJwt((await (await home.signIn()).tokens()).id_token ?? '');

    expect(second.sub).toBe(first.sub);
  });

  it('refuses a wrong password and an unknown address in the same words', async () => {
    const unknown = await home.signIn();
    await home.signUp();

    const wrong = await home.signIn('Wrong-Horse-7');

    expect(unknown.page.text).toContain('Address or password is wrong.');
    expect(wrong.page.text).toBe(unknown.page.text);
  });

  it('slows guesses down after five', async () => {
    const { browser, page } = await home.visit();
    for (let i = 0; i < 6; i += 1) await browser.submit(page, { email, password: `Guess-${i}` });

    const answer = await browser.submit(page, { email, password });

    expect(answer.text).toContain('Too many tries');
  });
});
