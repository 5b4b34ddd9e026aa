import { join } from 'node:path';
import type { IdentityModel } from '../assembly/identity.ts';
import { openDatabase } from './database.ts';
import { makeFolder } from './files.ts';
import { type Handler, json, listen } from './http.ts';
import { Accounts, accountSchema } from './identity/accounts.ts';
import { adapterSchema, sqliteAdapter } from './identity/adapter.ts';
import { Attempts, attemptSchema } from './identity/attempts.ts';
import { openKeys, type PublicKeys, publicKeysOf } from './identity/keys.ts';
import type { SendMail } from './identity/mails.ts';
import { Verifications, verificationSchema } from './identity/verifications.ts';
import type { Service } from './service.ts';

export interface IdentityOptions {
  readonly folder: string;
  /** The issuer's URL holds it, and tokens hold the issuer: it must be the same on every start. */
  readonly port: number;
  readonly model: IdentityModel;
  readonly webOrigin: string;
  readonly sendMail: SendMail;
}

export interface IdentityService extends Service {
  readonly jwksUri: string;
  /** What is found there. */
  readonly publicKeys: PublicKeys;
  readonly clientId: string;
  /** Puts a mail address into the group of operators, whether it has an account already or not. */
  makeOperator(email: string): void;
  /** How many operators there are. */
  operators(): number;
}

/** The issuer of the home: sign-up, sign-in and tokens, in the place of a Cognito user pool. */
export async function startIdentity(options: IdentityOptions): Promise<IdentityService> {
  await makeFolder(options.folder);
  const schema = accountSchema + attemptSchema + verificationSchema + adapterSchema;
  const database = openDatabase(join(options.folder, 'identity.sqlite'), schema);
  const accounts = new Accounts(database, options.model.groups[0] ?? 'operators');
  const issuer = `http://127.0.0.1:${options.port}`;
  const keys = await openKeys(join(options.folder, 'keys.json'));
  const open = async () => {
    const { openSignIn } = await import('./identity/sign-in.ts');
    return openSignIn({
      ...options,
      issuer,
      accounts,
      keys,
      adapter: sqliteAdapter(database),
      attempts: new Attempts(database),
      verifications: new Verifications(database),
      passwords: options.model.passwords,
      selfSignUp: options.model.selfSignUp,
    });
  };
  // Loaded with the first visitor: no start waits for it.
  let signIn: Promise<Handler> | undefined;
  const server = await listen(
    'identity',
    options.port,
    async (request, response) => {
      signIn ??= open();
      const handle = await signIn;
      await handle(request, response);
    },
    (error) => json(error.status, { error: 'server_error', error_description: error.message }),
  );
  return {
    url: server.url,
    jwksUri: `${issuer}/jwks`,
    publicKeys: publicKeysOf(keys),
    clientId: options.model.clientId,
    makeOperator: (email) => accounts.makeOperator(email),
    operators: () => accounts.operators(),
    close: async () => {
      await server.close();
      database.close();
    },
  };
}
