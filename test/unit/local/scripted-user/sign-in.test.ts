import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tokenOf } from '#client/sign-in/sign-in.ts';
import { openSignInStore } from '#client/sign-in/store.ts';
import { signInDemoUser } from '#local/demo/demo-user.ts';
import type { Email } from '#local/emulators/identity/emails.ts';
import { type IdentityService, startIdentity } from '#local/emulators/identity/server.ts';
import type { IdentityModel } from '#local/environment/assembly/identity.ts';
import { freePort } from '#local/environment/ports.ts';
import { PageError } from '#local/scripted-user/http-browser.ts';
import { signInOnPages, signUp } from '#local/scripted-user/sign-in.ts';

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
let mails: Email[];
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
    sendEmail: async (mail) => void mails.push(mail),
  });
  issuer = { issuer: identity.url, clientId: model.clientId };
});
afterEach(async () => {
  await identity.close();
  await rm(folder, { recursive: true });
});

const mailedCode = async () => /\d{6}/.exec(mails.at(-1)?.text ?? '')?.[0] ?? '';

test('signs up with the code from the email', async () => {
  const tokens = await signUp(issuer, user, mailedCode);

  expect(decodeJwt(tokens.idToken)).toMatchObject({
    email: user.email,
    email_verified: true,
    token_use: 'id',
  });
  expect(mails.map(({ to }) => to)).toEqual([user.email]);
});

test('signs in with an existing account', async () => {
  const first = await signUp(issuer, user, mailedCode);

  const again = await signInOnPages(issuer, user);

  expect(decodeJwt(again.idToken).sub).toBe(decodeJwt(first.idToken).sub);
});

test("reports a refusal in the page's words", async () => {
  const weak = signUp(issuer, { ...user, password: 'weak' }, mailedCode);

  await expect(weak).rejects.toBeInstanceOf(PageError);
  await expect(weak).rejects.toThrow('Password must have at least 8 characters, ');
  await expect(signInOnPages(issuer, user)).rejects.toThrow('Incorrect email or password.');
  await expect(signUp(issuer, user, async () => '0')).rejects.toThrow(
    'Incorrect code. Check the email and try again.',
  );
});

describe('the demo user', () => {
  const inbox = {
    emailsTo: async () =>
      mails.map((email) => ({ ...email, to: [email.to], html: null, tags: {}, sentAt: 0 })),
  };

  test('signs up on the first run and signs in on later runs', async () => {
    const file = join(folder, 'demo-user.json');

    const first = await signInDemoUser(issuer, inbox, file);
    const again = await signInDemoUser(issuer, inbox, file);

    expect([first.isNew, again.isNew]).toEqual([true, false]);
    expect(again.credential).toEqual(first.credential);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('signs up again after an interrupted sign-up', async () => {
    const file = join(folder, 'demo-user.json');
    await writeFile(file, JSON.stringify(user));

    const account = await signInDemoUser(issuer, inbox, file);

    expect(account).toMatchObject({ isNew: true, credential: user });
  });
});

test('renews the tokens of the command line', async () => {
  const tokens = await signUp(issuer, user, mailedCode);
  const store = openSignInStore(folder);
  await store.write({ apiUrl: 'http://127.0.0.1:1', ...issuer, ...tokens, expiresAt: 0 });

  const renewed = await tokenOf('http://127.0.0.1:1', store)();

  expect(decodeJwt(renewed)).toMatchObject({ email: user.email, token_use: 'id' });
});
