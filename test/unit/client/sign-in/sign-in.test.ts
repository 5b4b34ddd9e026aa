import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NetworkError, SignInError, SignInRequiredError } from '#client/errors.ts';
import { listenForRedirect, loopbackRedirects } from '#client/sign-in/loopback.ts';
import { signIn, tokenOf } from '#client/sign-in/sign-in.ts';
import { configFolder, openSignInStore, type SignInStore } from '#client/sign-in/store.ts';
import { loopbackCallbacks } from '#infra/constructs/identity.ts';
import { clientId, signInAs, startIssuer, type TestIssuer } from './issuer.ts';

const apiUrl = 'http://127.0.0.1:9/prod';
const redirectUri = 'http://127.0.0.1:0/callback';
let folder: string;
let store: SignInStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen3d-sign-in-'));
  store = openSignInStore(join(folder, 'gen3d'));
});
afterEach(() => rm(folder, { recursive: true }));

const signInAt = (issuer: TestIssuer, openPage = (url: URL) => signInAs('ada', url)) =>
  signIn({ ...issuer, apiUrl, store, openPage, redirectUri });

describe('signing in', () => {
  test('uses PKCE, state and nonce, and stores the tokens', async () => {
    await using issuer = await startIssuer();
    let page: URL | undefined;

    const kept = await signInAt(issuer, (url) => {
      page = url;
      return signInAs('ada', url);
    });

    expect(kept).toMatchObject({ apiUrl, clientId, email: 'ada@example.com' });
    expect(decodeJwt(kept.idToken)).toMatchObject({ sub: 'ada', aud: clientId, iss: issuer.issuer });
    expect(page?.searchParams.get('code_challenge_method')).toBe('S256');
    for (const name of ['code_challenge', 'state', 'nonce'])
      expect(page?.searchParams.get(name)).toBeTruthy();
    expect(await store.read(apiUrl)).toEqual(kept);
  });

  test('rejects a redirect with another state, and stores nothing', async () => {
    await using issuer = await startIssuer();

    const forged = signInAt(issuer, async (url) => {
      const redirect = new URL(url.searchParams.get('redirect_uri') ?? '');
      redirect.search = new URLSearchParams({
        code: 'stolen',
        state: 'wrong',
        iss: issuer.issuer,
      }).toString();
      await fetch(redirect);
    });

    await expect(forged).rejects.toBeInstanceOf(SignInError);
    expect(await store.read(apiUrl)).toBeUndefined();
  });

  test('reports why the issuer rejects it', async () => {
    await using issuer = await startIssuer();

    const refused = signInAt(issuer, async (url) => {
      const redirect = new URL(url.searchParams.get('redirect_uri') ?? '');
      const state = url.searchParams.get('state') ?? '';
      redirect.search = new URLSearchParams({
        error: 'access_denied',
        error_description: 'The user said no.',
        state,
        iss: issuer.issuer,
      }).toString();
      expect(await (await fetch(redirect)).text()).toContain('Sign-in failed');
    });

    await expect(refused).rejects.toThrow('The user said no.');
  });

  test('ends with the reason of its signal and stops listening', async () => {
    await using issuer = await startIssuer();
    const stop = new AbortController();
    let redirect = '';

    const stopped = signIn({
      ...issuer,
      apiUrl,
      store,
      redirectUri,
      signal: stop.signal,
      openPage: (url) => {
        redirect = url.searchParams.get('redirect_uri') ?? '';
        stop.abort(new Error('enough'));
      },
    });

    await expect(stopped).rejects.toThrow('enough');
    await expect(fetch(redirect)).rejects.toThrow();
  });

  test.each([
    ['http to another machine', 'http://login.example.com', 'IssuerInsecure'],
    ['no URL', 'login', 'IssuerInvalid'],
  ])('refuses an issuer that is %s', async (_, issuer, code) => {
    await expect(signIn({ issuer, clientId, apiUrl, store, openPage: () => undefined })).rejects.toThrow(
      expect.objectContaining({ code }),
    );
  });

  test('reports an unreachable issuer', async () => {
    const issuer = await startIssuer();
    await issuer[Symbol.asyncDispose]();

    await expect(signInAt(issuer)).rejects.toBeInstanceOf(NetworkError);
  });

  test.each(['https://example.com/callback', 'http://example.com/callback'])(
    'never sends the code to another machine: %s',
    async (redirectUri) => {
      await using issuer = await startIssuer();

      const away = signIn({ ...issuer, apiUrl, store, redirectUri, openPage: () => undefined });

      await expect(away).rejects.toThrow(expect.objectContaining({ code: 'RedirectInvalid' }));
    },
  );

  test('returns to the first free redirect URI of the user pool client', async () => {
    expect(loopbackRedirects).toEqual(loopbackCallbacks);
    const free = 'http://127.0.0.1:0/callback';
    await using issuer = await startIssuer();

    const redirect = await listenForRedirect([`${issuer.issuer}/callback`, free]);

    expect(redirect.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*\/callback$/);
    redirect.close();
  });

  test('reports that every redirect port is in use', async () => {
    await using issuer = await startIssuer();

    const taken = signIn({
      ...issuer,
      apiUrl,
      store,
      redirectUri: `${issuer.issuer}/callback`,
      openPage: () => undefined,
    });

    await expect(taken).rejects.toThrow(expect.objectContaining({ code: 'RedirectPortTaken' }));
  });
});

describe('the stored ID token', () => {
  test('is returned unchanged while it is valid', async () => {
    await using issuer = await startIssuer();
    const kept = await signInAt(issuer);

    expect(await tokenOf(apiUrl, store)()).toBe(kept.idToken);
  });

  test('is refreshed shortly before it expires, and the new one stored', async () => {
    await using issuer = await startIssuer();
    const kept = await signInAt(issuer);
    await store.write({ ...kept, idToken: 'nearly-over' });
    const late = () => (kept.expiresAt - 30) * 1_000;

    const renewed = await tokenOf(apiUrl, store, { now: late })();

    expect(decodeJwt(renewed)).toMatchObject({ sub: 'ada' });
    const stored = await store.read(apiUrl);
    expect(stored).toMatchObject({ idToken: renewed, email: 'ada@example.com' });
    expect(stored?.refreshToken).not.toBe(kept.refreshToken);
  });

  test('that the issuer does not refresh asks to sign in again', async () => {
    await using issuer = await startIssuer();
    const kept = await signInAt(issuer);
    await store.write({ ...kept, refreshToken: 'revoked', expiresAt: 0 });

    await expect(tokenOf(apiUrl, store)()).rejects.toBeInstanceOf(SignInRequiredError);
  });

  test('without a refresh token asks to sign in again when it expires', async () => {
    await store.write({ apiUrl, issuer: 'http://127.0.0.1:9', clientId, idToken: 'old', expiresAt: 0 });

    await expect(tokenOf(apiUrl, store)()).rejects.toBeInstanceOf(SignInRequiredError);
  });

  test('of a user who never signed in asks to sign in', async () => {
    await expect(tokenOf(apiUrl, store)()).rejects.toBeInstanceOf(SignInRequiredError);
  });
});

describe('the sign-in store', () => {
  const kept = { apiUrl, issuer: 'https://i', clientId, idToken: 'secret', expiresAt: 1 };

  test('is readable only by the user', async () => {
    await store.write(kept);

    const [file = ''] = await readdir(join(folder, 'gen3d'));
    expect((await stat(join(folder, 'gen3d', file))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'gen3d'))).mode & 0o777).toBe(0o700);
    expect(await readFile(join(folder, 'gen3d', file), 'utf8')).toContain('secret');
  });

  test('keeps one sign-in for each API', async () => {
    await store.write(kept);
    await store.write({ ...kept, apiUrl: 'https://other', idToken: 'other' });

    expect((await store.read(apiUrl))?.idToken).toBe('secret');
    expect(await store.remove(apiUrl)).toBe(true);
    expect(await store.remove(apiUrl)).toBe(false);
    expect((await store.read('https://other'))?.idToken).toBe('other');
  });

  test('treats a damaged file as no sign-in', async () => {
    await store.write(kept);
    const [file = ''] = await readdir(join(folder, 'gen3d'));
    await writeFile(join(folder, 'gen3d', file), '{"apiUrl"');

    expect(await store.read(apiUrl)).toBeUndefined();
  });

  test('is in the config folder of the user', () => {
    expect(configFolder({ XDG_CONFIG_HOME: '/home/ada/.c' })).toBe('/home/ada/.c/gen3d');
    expect(configFolder({})).toMatch(/\.config\/gen3d$/);
  });
});
