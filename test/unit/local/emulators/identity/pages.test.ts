import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { email, type IdentityFixture, password, startIdentityFixture } from './fixture.ts';

let fixture: IdentityFixture;

beforeEach(async () => {
  fixture = await startIdentityFixture();
});
afterEach(() => fixture.remove());

describe('signing in', () => {
  it("shows the web page's icon, which its policy allows", async () => {
    const icon = await fetch(`${fixture.identity.url}/favicon.ico`, { redirect: 'manual' });

    expect(icon.headers.get('location')).toBe('http://127.0.0.1:3900/icon.svg');
    expect(icon.headers.get('content-security-policy')).toContain("img-src 'self' http://127.0.0.1:3900;");
  });

  it('escapes what the user typed', async () => {
    const { browser, page } = await fixture.visit();

    const answer = await browser.submit(page, { email: '"><script>alert(1)</script>', password });

    expect(answer.root.querySelector('script')).toBeNull();
    expect(answer.root.querySelector('input[name=email]')?.getAttribute('value')).toContain('<script>');
  });

  it('ignores a form from another site', async () => {
    await fixture.signUp();
    const { page } = await fixture.visit();

    const response = await fetch(page.url, {
      method: 'POST',
      headers: { origin: 'http://evil.example' },
      body: new URLSearchParams({ email, password }),
    });

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Start again');
  });

  it('has pages that run no script and cannot be framed', async () => {
    const { page } = await fixture.visit();

    const { headers } = await fetch(page.url);

    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it.each([
    ['without PKCE', { code_challenge: '', code_challenge_method: '' }],
    ['for another client', { client_id: 'stranger' }],
    ['with an unknown redirect URI', { redirect_uri: 'http://evil.example/callback' }],
    ['for the implicit flow', { response_type: 'id_token', nonce: 'n' }],
  ])('is refused %s', async (_case, parameters) => {
    const { page, redirected } = await fixture.visit(parameters);

    expect(page.root.querySelector('input[name=password]')).toBeNull();
    expect(redirected()?.searchParams.get('code') ?? null).toBeNull();
  });
});
