// @vitest-environment happy-dom
import { User, type UserManager } from 'oidc-client-ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NetworkError, SignInRequiredError } from '#client/errors.ts';
import { createManager } from '#web/sign-in/oidc.ts';
import { SignIn } from '#web/sign-in/sign-in.ts';

const issuer = 'https://issuer.example';
const site = { apiUrl: 'https://api.example/prod', issuer, clientId: 'web' };

/** The issuer answers renewals with these, in turn. */
let answers: (() => Response)[];
let renewals: URLSearchParams[];
let manager: UserManager;
let tokens = 0;

const seconds = () => Math.floor(Date.now() / 1_000);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The API checks the signature, the browser does not. */
function idToken(sub: string, expiresIn: number): string {
  tokens += 1;
  const claims = { iss: issuer, aud: 'web', sub, email: `${sub}@example.com`, iat: seconds(), nr: tokens };
  return `${part({ alg: 'none' })}.${part({ ...claims, exp: seconds() + expiresIn })}.x`;
}

function userOf(sub: string, expiresIn: number): User {
  const token = idToken(sub, expiresIn);
  const profile = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const facts = { access_token: 'a', refresh_token: 'r', token_type: 'Bearer', scope: 'openid email' };
  return new User({ ...facts, id_token: token, profile });
}

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const renewed = (sub: string) => () =>
  json(200, { access_token: 'a2', refresh_token: 'r2', id_token: idToken(sub, 3_600), token_type: 'Bearer' });
const refused = () => json(400, { error: 'invalid_grant' });

beforeEach(() => {
  answers = [];
  renewals = [];
  localStorage.clear();
  manager = createManager(site, 'https://site.example');
  vi.stubGlobal('fetch', async (input: string, init?: { body?: string }) => {
    if (input.endsWith('/.well-known/openid-configuration')) {
      return json(200, { issuer, token_endpoint: `${issuer}/token`, scopes_supported: ['openid', 'email'] });
    }
    renewals.push(new URLSearchParams(String(init?.body)));
    const answer = answers.shift();
    if (answer === undefined) throw new TypeError('Failed to fetch');
    return answer();
  });
  // Locks serialize tabs. Here, one tab makes several calls at once.
  let turn: Promise<unknown> = Promise.resolve();
  vi.stubGlobal('navigator', {
    locks: {
      request: (_: string, work: () => Promise<unknown>) => {
        const mine = turn.then(work, work);
        turn = mine;
        return mine;
      },
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

async function signedIn(user: User): Promise<SignIn> {
  await manager.storeUser(user);
  return new SignIn(site);
}

/** Another tab signs in. */
async function signInElsewhere(user: User): Promise<void> {
  await manager.storeUser(user);
  window.dispatchEvent(new Event('storage'));
}

const stateOf = (signIn: SignIn) => signIn.state.kind;

describe('token', () => {
  it('returns the stored token while it is valid', async () => {
    const user = userOf('ada', 3_600);

    expect(await (await signedIn(user)).token()).toBe(user.id_token);
    expect(renewals).toEqual([]);
  });

  it('renews a token that expires within a minute, once for concurrent calls', async () => {
    const user = userOf('ada', 50);
    const signIn = await signedIn(user);
    answers = [renewed('ada')];

    const [first, second] = await Promise.all([signIn.token(), signIn.token()]);

    expect(first).not.toBe(user.id_token);
    expect(second).toBe(first);
    expect(renewals.map((sent) => sent.get('refresh_token'))).toEqual(['r']);
    expect((await manager.getUser())?.refresh_token).toBe('r2');
  });

  it('replaces a token that the API refused', async () => {
    const user = userOf('ada', 3_600);
    const signIn = await signedIn(user);
    answers = [renewed('ada')];

    const other = await signIn.replace(user.id_token ?? '');

    expect(other).not.toBe(user.id_token);
    expect(await signIn.replace(user.id_token ?? '')).toBe(other);
    expect(renewals).toHaveLength(1);
  });

  it('rejects when nobody is signed in', async () => {
    const signIn = new SignIn(site);

    await expect(signIn.token()).rejects.toBeInstanceOf(SignInRequiredError);
    expect(stateOf(signIn)).toBe('out');
  });

  it('rejects when the issuer is unreachable, and keeps the person signed in', async () => {
    const signIn = await signedIn(userOf('ada', -10));

    await expect(signIn.token()).rejects.toBeInstanceOf(NetworkError);

    expect(stateOf(signIn)).toBe('in');
    answers = [renewed('ada')];
    await expect(signIn.token()).resolves.toMatch(/./);
  });
});

describe('a call with an expired sign-in', () => {
  it('waits, and continues when the same person signs in again', async () => {
    const signIn = await signedIn(userOf('ada', -10));
    answers = [refused];
    const waiting = signIn.token();
    await vi.waitFor(() => expect(stateOf(signIn)).toBe('expired'));

    const again = userOf('ada', 3_600);
    await signInElsewhere(again);

    expect(await waiting).toBe(again.id_token);
    expect(stateOf(signIn)).toBe('in');
  });

  it('is not made as another person', async () => {
    const signIn = await signedIn(userOf('ada', -10));
    answers = [refused];
    const outcome = signIn.token().catch((error: unknown) => error);
    await vi.waitFor(() => expect(stateOf(signIn)).toBe('expired'));

    await signInElsewhere(userOf('bob', 3_600));

    expect(await outcome).toBeInstanceOf(SignInRequiredError);
    expect(signIn.state).toMatchObject({ kind: 'in', person: { sub: 'bob', email: 'bob@example.com' } });
  });

  it('rejects when the person signs out', async () => {
    const signIn = await signedIn(userOf('ada', -10));
    answers = [refused];
    const outcome = signIn.token().catch((error: unknown) => error);
    await vi.waitFor(() => expect(stateOf(signIn)).toBe('expired'));

    await manager.removeUser();
    window.dispatchEvent(new Event('storage'));

    expect(await outcome).toBeInstanceOf(SignInRequiredError);
    expect(stateOf(signIn)).toBe('out');
  });
});
