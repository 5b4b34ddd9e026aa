import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IdentityModel } from '#local/assembly/identity.ts';
import { freePort } from '#local/home/ports.ts';
import type { Mail } from '#local/services/identity/mails.ts';
import { type IdentityService, startIdentity } from '#local/services/identity.ts';
import { clientId, visit } from './visitor.ts';

export const model: IdentityModel = {
  userPoolId: 'us-east-1_test',
  userPoolArn: 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_test',
  clientId,
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

export const email = 'ada@example.com';
export const password = 'Correct-Horse-7';

/** The sign-in service over a fresh folder; what it mails is kept. */
export async function startIdentityHome() {
  const folder = mkdtempSync(join(tmpdir(), 'gen3d-identity-'));
  const port = await freePort();
  const mails: Mail[] = [];
  const sendMail = async (mail: Mail) => void mails.push(mail);
  const start = () => startIdentity({ folder, port, model, webOrigin: 'http://127.0.0.1:3900', sendMail });
  let identity: IdentityService = await start();
  const visitor = (parameters: Record<string, string> = {}) => visit(identity.url, parameters);
  /** The last code that was mailed. */
  const code = () => /code is (\d{6})/.exec(mails.at(-1)?.text ?? '')?.[1] ?? 'none';
  return {
    folder,
    mails,
    code,
    get identity() {
      return identity;
    },
    visit: visitor,
    async signUp() {
      const arrived = await visitor();
      const form = await arrived.browser.follow(arrived.page, 'sign-up');
      const confirm = await arrived.browser.submit(form, { email, password });
      await arrived.browser.submit(confirm, { code: code() });
      return arrived;
    },
    async signIn(secret = password) {
      const { browser, page, tokens } = await visitor();
      return { page: await browser.submit(page, { email, password: secret }), tokens };
    },
    async restart() {
      await identity.close();
      identity = await start();
    },
    async remove() {
      await identity.close();
      rmSync(folder, { recursive: true });
    },
  };
}
export type IdentityHome = Awaited<ReturnType<typeof startIdentityHome>>;
