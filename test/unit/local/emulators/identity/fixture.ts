import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Email } from '#local/emulators/identity/emails.ts';
import { type IdentityService, startIdentity } from '#local/emulators/identity/server.ts';
import type { IdentityModel } from '#local/environment/assembly/identity.ts';
import { freePort } from '#local/environment/ports.ts';
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

/** The local issuer with a new folder; sent emails are recorded. */
export async function startIdentityFixture() {
  const folder = mkdtempSync(join(tmpdir(), 'gen3d-identity-'));
  const port = await freePort();
  const emails: Email[] = [];
  const sendEmail = async (sent: Email) => void emails.push(sent);
  const start = () => startIdentity({ folder, port, model, webOrigin: 'http://127.0.0.1:3900', sendEmail });
  let identity: IdentityService = await start();
  const visitor = (parameters: Record<string, string> = {}) => visit(identity.url, parameters);
  /** The last code that was emailed. */
  const code = () => /code is (\d{6})/.exec(emails.at(-1)?.text ?? '')?.[1] ?? 'none';
  return {
    folder,
    emails,
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
export type IdentityFixture = Awaited<ReturnType<typeof startIdentityFixture>>;
