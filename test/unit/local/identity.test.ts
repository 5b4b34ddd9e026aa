import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as oidc from 'openid-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IdentityModel } from '#local/assembly/identity.ts';
import { createFormBrowser, type Page } from '#local/demo/form-browser.ts';
import { freePort } from '#local/home/ports.ts';
import type { Mail } from '#local/services/identity/mails.ts';
import { type IdentityService, startIdentity } from '#local/services/identity.ts';

const model: IdentityModel = {
  userPoolId: 'us-east-1_test',
  userPoolArn: 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_test',
  clientId: 'web-client',
  callbackUrls: ['http://127.0.0.1:3900/signed-in'],
  logoutUrls: ['http://127.0.0.1:3900'],
  scopes: ['openid', 'email'],
  groups: ['operators'],
  passwords: { minimumLength: 8, uppercase: true, lowercase: true, digit: true, symbol: false },
  selfSignUp: true,
  idTokenSeconds: 3_600,
  accessTokenSeconds: 3_600,
  refreshTokenSeconds: 86_400,
};
const email = 'ada@example.com';
const password = 'Correct-Horse-7';
const redirectUri = 'http://127.0.0.1:54321/callback';

let folder: string;
let port: number;
let mails: Mail[];
let identity: IdentityService;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gen3d-identity-'));
  port = await freePort();
  mails = [];
  identity = await start();
});
afterEach(async () => {
  await identity.close();
  rmSync(folder, { recursive: true });
});

function start(): Promise<IdentityService> {
  const sendMail = async (mail: Mail) => void mails.push(mail);
  return startIdentity({ folder, port, model, webOrigin: 'http://127.0.0.1:3900', sendMail });
}

/** The last code that was mailed. */
const code = () => /code is (\d{6})/.exec(mails.at(-1)?.text ?? '')?.[1] ?? 'none';

/** A browser on the sign-in page; `redirected` is where it was sent in the end. */
async function visit(parameters: Record<string, string> = {}) {
  let redirected: URL | undefined;
  const browser = createFormBrowser(async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin === new URL(redirectUri).origin) {
      redirected = url;
      return new Response('<p>back in the application</p>');
    }
    return fetch(input, init);
  });
  const configuration = await oidc.discovery(new URL(identity.url), model.clientId, undefined, oidc.None(), {
    execute: [oidc.allowInsecureRequests],
  });
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid email',
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...parameters,
  });
  const page = await browser.open(url);
  const tokens = () => {
    if (redirected === undefined) throw new Error('The browser was not sent back.');
    return oidc.authorizationCodeGrant(configuration, redirected, { pkceCodeVerifier });
  };
  return { browser, page, tokens, configuration, redirected: () => redirected };
}

async function signUp() {
  const visitor = await visit();
  const form = await visitor.browser.follow(visitor.page, 'sign-up');
  const confirm = await visitor.browser.submit(form, { email, password });
  await visitor.browser.submit(confirm, { code: code() });
  return visitor;
}

async function signIn(
  secret = password,
): Promise<{ page: Page; tokens: () => ReturnType<typeof oidc.authorizationCodeGrant> }> {
  const { browser, page, tokens } = await visit();
  return { page: await browser.submit(page, { email, password: secret }), tokens };
}

describe('signing up', () => {
  it('proves the address by a code in a mail and ends with tokens as a user pool gives them', async () => {
    const { tokens } = await signUp();

    const { id_token = '', refresh_token } = await tokens();

    expect(mails).toMatchObject([{ to: email, subject: 'Your Gen3D code' }]);
    expect(decodeJwt(id_token)).toMatchObject({
      iss: identity.url,
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
    const { browser, page } = await visit();

    const answer = await browser.submit(await browser.follow(page, 'sign-up'), { email, password: weak });

    expect(answer.text).toContain(why);
    expect(mails).toEqual([]);
  });

  it('makes no account without the code', async () => {
    const { browser, page } = await visit();
    const confirm = await browser.submit(await browser.follow(page, 'sign-up'), { email, password });

    const answer = await browser.submit(confirm, { code: code() === '000000' ? '000001' : '000000' });

    expect(answer.text).toContain('That is not the code in the mail.');
    expect((await signIn()).page.text).toContain('Address or password is wrong.');
  });

  it('spends a code after five wrong tries', async () => {
    const { browser, page, redirected } = await visit();
    const confirm = await browser.submit(await browser.follow(page, 'sign-up'), { email, password });
    const right = code();
    const wrong = right === '000000' ? '000001' : '000000';
    for (let i = 0; i < 5; i += 1) await browser.submit(confirm, { code: wrong });

    const answer = await browser.submit(confirm, { code: right });

    expect(redirected()).toBeUndefined();
    expect(answer.text).toContain('Create an account');
  });

  it('with an address that has an account tells only its owner', async () => {
    await signUp();
    const { browser, page, redirected } = await visit();

    const answer = await browser.submit(await browser.follow(page, 'sign-up'), {
      email,
      password: 'Another-One-8',
    });

    expect(answer.text).toContain('Enter the code');
    expect(mails.at(-1)).toMatchObject({ to: email, subject: 'You have a Gen3D account' });
    await browser.submit(answer, { code: '123456' });
    expect(redirected()).toBeUndefined();
    expect((await signIn()).page.text).toContain('back in the application');
  });
});

describe('signing in', () => {
  it('shows the icon of the web page, and its policy lets it', async () => {
    const icon = await fetch(`${identity.url}/favicon.ico`, { redirect: 'manual' });

    expect(icon.headers.get('location')).toBe('http://127.0.0.1:3900/icon.svg');
    expect(icon.headers.get('content-security-policy')).toContain("img-src 'self' http://127.0.0.1:3900;");
  });

  it('gives the same user again, also after a restart', async () => {
    const first = decodeJwt((await (await signUp()).tokens()).id_token ?? '');
    await identity.close();
    identity = await start();

    const second = decodeJwt((await (await signIn()).tokens()).id_token ?? '');

    expect(second.sub).toBe(first.sub);
  });

  it('refuses a wrong password and an unknown address in the same words', async () => {
    const unknown = await signIn();
    await signUp();

    const wrong = await signIn('Wrong-Horse-7');

    expect(unknown.page.text).toContain('Address or password is wrong.');
    expect(wrong.page.text).toBe(unknown.page.text);
  });

  it('slows guesses down after five', async () => {
    const { browser, page } = await visit();
    for (let i = 0; i < 6; i += 1) await browser.submit(page, { email, password: `Guess-${i}` });

    const answer = await browser.submit(page, { email, password });

    expect(answer.text).toContain('Too many tries');
  });

  it('keeps what was typed from becoming part of the page', async () => {
    const { browser, page } = await visit();

    const answer = await browser.submit(page, { email: '"><script>alert(1)</script>', password });

    expect(answer.root.querySelector('script')).toBeNull();
    expect(answer.root.querySelector('input[name=email]')?.getAttribute('value')).toContain('<script>');
  });

  it('does not take a form that another site sends', async () => {
    await signUp();
    const { page } = await visit();

    const response = await fetch(page.url, {
      method: 'POST',
      headers: { origin: 'http://evil.example' },
      body: new URLSearchParams({ email, password }),
    });

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Start again');
  });

  it('has pages that run no script and cannot be framed', async () => {
    const { page } = await visit();

    const { headers } = await fetch(page.url);

    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it.each([
    ['without PKCE', { code_challenge: '', code_challenge_method: '' }],
    ['for another client', { client_id: 'stranger' }],
    ['with a redirect to elsewhere', { redirect_uri: 'http://evil.example/callback' }],
    ['for the implicit flow', { response_type: 'id_token', nonce: 'n' }],
  ])('is refused %s', async (_case, parameters) => {
    const { page, redirected } = await visit(parameters);

    expect(page.root.querySelector('input[name=password]')).toBeNull();
    expect(redirected()?.searchParams.get('code') ?? null).toBeNull();
  });
});

describe('a forgotten password', () => {
  it('is replaced once the code is entered', async () => {
    await signUp();
    const { browser, page } = await visit();
    const confirm = await browser.submit(await browser.follow(page, 'forgot'), {
      email,
      password: 'Brand-New-9',
    });
    await browser.submit(confirm, { code: code() });

    expect((await signIn('Brand-New-9')).page.text).toContain('back in the application');
    expect((await signIn()).page.text).toContain('Address or password is wrong.');
  });

  it('of an address without an account mails nobody', async () => {
    const { browser, page } = await visit();

    const answer = await browser.submit(await browser.follow(page, 'forgot'), { email, password });

    expect(answer.text).toContain('Enter the code');
    expect(mails).toEqual([]);
  });
});

describe('tokens', () => {
  it('are refreshed, each refresh token once', async () => {
    const visitor = await signUp();
    const { refresh_token = '' } = await visitor.tokens();

    const renewed = await oidc.refreshTokenGrant(visitor.configuration, refresh_token);

    expect(decodeJwt(renewed.id_token ?? '')).toMatchObject({ email, token_use: 'id' });
    await expect(oidc.refreshTokenGrant(visitor.configuration, refresh_token)).rejects.toThrow();
  });

  it('of an operator name the group', async () => {
    identity.makeOperator(email);
    identity.makeOperator(email);

    expect(identity.operators()).toBe(1);
    const { id_token = '' } = await (await signUp()).tokens();

    expect(decodeJwt(id_token)['cognito:groups']).toEqual(['operators']);
  });

  it('are signed by keys that only the owner of the folder reads', async () => {
    const path = join(folder, 'keys.json');

    expect(statSync(path).mode & 0o777).toBe(0o600);
    const published: unknown = await (await fetch(identity.jwksUri)).json();
    const { kid } = JSON.parse(readFileSync(path, 'utf8')).jwks.keys[0];
    expect(published).toMatchObject({ keys: [{ kid, kty: 'RSA', use: 'sig' }] });
    expect(published).not.toHaveProperty('keys[0].d');
  });
});
