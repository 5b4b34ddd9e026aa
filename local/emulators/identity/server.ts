import { join } from 'node:path';
import type { IdentityModel } from '../../environment/assembly/identity.ts';
import { type Handler, json, listen } from '../http/server.ts';
import type { Service } from '../service.ts';
import { openDatabase } from '../storage/database.ts';
import { makeFolder } from '../storage/files.ts';
import { Accounts, accountSchema } from './accounts.ts';
import { Attempts, attemptSchema } from './attempts.ts';
import type { SendEmail } from './emails.ts';
import { openKeys, type PublicKeys, publicKeysOf } from './keys.ts';
import { adapterSchema, sqliteAdapter } from './sqlite-adapter.ts';
import { Verifications, verificationSchema } from './verifications.ts';

export interface IdentityOptions {
  readonly folder: string;
  /**
   * The issuer's URL contains the port, and tokens contain the issuer: it must be the same on every start.
   */
  readonly port: number;
  readonly model: IdentityModel;
  readonly webOrigin: string;
  readonly sendEmail: SendEmail;
}

export interface IdentityService extends Service {
  readonly jwksUri: string;
  /** The keys that `jwksUri` serves. */
  readonly publicKeys: PublicKeys;
  readonly clientId: string;
  /** Adds an email to the operators' group. The account need not exist yet. */
  makeOperator(email: string): void;
  /** How many operators there are. */
  operators(): number;
}

/** The local issuer: sign-up, sign-in and tokens, instead of a Cognito user pool. */
export async function startIdentity(options: IdentityOptions): Promise<IdentityService> {
  await makeFolder(options.folder);
  const schema = accountSchema + attemptSchema + verificationSchema + adapterSchema;
  const database = openDatabase(join(options.folder, 'identity.sqlite'), schema);
  const accounts = new Accounts(database, options.model.groups[0] ?? 'operators');
  const issuer = `http://127.0.0.1:${options.port}`;
  const keys = await openKeys(join(options.folder, 'keys.json'));
  const open = async () => {
    const { openSignIn } = await import('./sign-in.ts');
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
  // Loaded at the first request, so that it does not delay the start.
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
