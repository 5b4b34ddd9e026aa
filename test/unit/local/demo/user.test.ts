import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tokenOf } from '#client/sign-in/sign-in.ts';
import { openSignInStore } from '#client/sign-in/store.ts';
import type { IdentityModel } from '#local/assembly/identity.ts';
import { signInDemoUser } from '#local/demo/account.ts';
import { PageError } from '#local/demo/form-browser.ts';
import { signInOnPages, signUp } from '#local/demo/user.ts';
import { freePort } from '#local/home/ports.ts';
import type { Mail } from '#local/services/identity/mails.ts';
import { type IdentityService, startIdentity } from '#local/services/identity.ts';

const model: IdentityModel = {
  userPoolId: 'us-east-1_test',
  userPoolArn: 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_test',
  clientId: 'web-client',
  callbackUrls: ['http://127.0.0.1:3900/signed-in'],
  logoutUrls: [],
  scopes: ['openid', 'email'],
  groups: [],
  passwords: { minimumLength: 8, uppercase: true, lowercase: true, digit: true, symbol: false },
  selfSignUp: true,
  idTokenSeconds: 3_600,
  accessTokenSeconds: 3_600,
  refreshTokenSeconds: 86_400,
};
const user = { email: 'ada@example.com', password: 'Correct-Horse-7' };

let folder: string;
let mails: Mail[];
let identity: IdentityService;
let issuer: { issuer: string; clientId: string };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen3d-user-'));
  mails = [];
  identity = await startIdentity({
    folder,
    port: await freePort(),
    model,
    webOrigin: 'http://127.0.0.1:3900',
    sendMail: async (mail) => void mails.push(mail),
  });
  issuer = { issuer: identity.url, clientId: model.clientId };
});
afterEach(async () => {
  await identity.close();
  await rm(folder, { recursive: true });
});

const mailedCode = async () => /\d{6}/.exec(mails.at(-1)?.text ?? '')?.[0] ?? '';

test('A person signs up with the code from the mail, and is signed in', async () => {
  const tokens = await signUp(issuer, user, mailedCode);

  expect(decodeJwt(tokens.idToken)).toMatchObject({
    email: user.email,
    email_verified: true,
    token_use: 'id',
  });
  expect(mails.map(({ to }) => to)).toEqual([user.email]);
});

test('Who has an account signs in with it', async () => {
  const first = await signUp(issuer, user, mailedCode);

  const again = await signInOnPages(issuer, user);

  expect(decodeJwt(again.idToken).sub).toBe(decodeJwt(first.idToken).sub);
});

test("A refusal is told in the page's own words", async () => {
  const weak = signUp(issuer, { ...user, password: 'weak' }, mailedCode);

  await expect(weak).rejects.toBeInstanceOf(PageError);
  await expect(weak).rejects.toThrow('The password needs');
  await expect(signInOnPages(issuer, user)).rejects.toThrow('Address or password is wrong.');
  await expect(signUp(issuer, user, async () => '0')).rejects.toThrow('That is not the code in the mail.');
});

describe("The demo's user", () => {
  const mailbox = { mailsTo: async () => mails };

  test('is signed up at the first time and signed in from then on, with a password of its own', async () => {
    const file = join(folder, 'demo-user.json');

    const first = await signInDemoUser(issuer, mailbox, file);
    const again = await signInDemoUser(issuer, mailbox, file);

    expect([first.isNew, again.isNew]).toEqual([true, false]);
    expect(again.user).toEqual(first.user);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('whose sign-up was stopped half-way is signed up again', async () => {
    const file = join(folder, 'demo-user.json');
    await writeFile(file, JSON.stringify(user));

    const account = await signInDemoUser(issuer, mailbox, file);

    expect(account).toMatchObject({ isNew: true, user });
  });
});

test("The command line's tokens are renewed by the home's issuer", async () => {
  const tokens = await signUp(issuer, user, mailedCode);
  const store = openSignInStore(folder);
  await store.write({ apiUrl: 'http://127.0.0.1:1', ...issuer, ...tokens, expiresAt: 0 });

  const renewed = await tokenOf('http://127.0.0.1:1', store)();

  expect(decodeJwt(renewed)).toMatchObject({ email: user.email, token_use: 'id' });
});
