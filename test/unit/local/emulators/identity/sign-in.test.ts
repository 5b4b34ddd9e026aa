import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { email, type IdentityFixture, password, startIdentityFixture } from './fixture.ts';

let fixture: IdentityFixture;

beforeEach(async () => {
  fixture = await startIdentityFixture();
});
afterEach(async () => {
  vi.useRealTimers();
  await fixture.remove();
});

describe('signing in', () => {
  it('returns the same user again, also after a restart', async () => {
    const first = decodeJwt((await (await fixture.signUp()).tokens()).id_token ?? '');
    await fixture.restart();

    const second = decodeJwt((await (await fixture.signIn()).tokens()).id_token ?? '');

    expect(second.sub).toBe(first.sub);
  });

  it('rejects a wrong password and an unknown email with the same text', async () => {
    const unknown = await fixture.signIn();
    await fixture.signUp();

    const wrong = await fixture.signIn('Wrong-Horse-7');

    expect(unknown.page.text).toContain('Incorrect email or password.');
    expect(wrong.page.text).toBe(unknown.page.text);
  });

  it('slows down guesses after the fifth', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { browser, page } = await fixture.visit();
    for (let i = 0; i < 6; i += 1) await browser.submit(page, { email, password: `Guess-${i}` });

    const answer = await browser.submit(page, { email, password });

    expect(answer.text).toContain('Too many attempts');
  });
});
