import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Client, createClient } from '#client/api.ts';
import type { StatusResponse } from '#contracts/api.ts';
import type { TestUser } from '#local/testing/users.ts';
import type { Aws } from './aws.ts';

export interface Users extends AsyncDisposable {
  /** Creates a user with a verified address and signs in. */
  add(email: string): Promise<TestUser>;
}

export interface UsersOptions {
  readonly userPoolId: string;
  readonly apiUrl: string;
  /** Timeout of a session step in milliseconds. */
  readonly patience: number;
  /** Selects the sessions to delete after the tests. */
  readonly removes: (session: Pick<StatusResponse, 'status'>) => boolean;
}

const MadeClient = z.object({ UserPoolClient: z.object({ ClientId: z.string() }) });
const Created = z.object({ User: z.object({ Username: z.string() }) });
const Signed = z.object({ AuthenticationResult: z.object({ IdToken: z.string(), ExpiresIn: z.number() }) });

/**
 * Temporary users of a user pool. They sign in by the administrator flow with a temporary app client, since the page's
 * client does not allow passwords and a test cannot use Cognito's pages.
 */
export async function openUsers(
  aws: Aws,
  { userPoolId, apiUrl, patience, removes }: UsersOptions,
): Promise<Users> {
  const cognito = (operation: string, input: object) =>
    aws.json('cognito-idp', `AWSCognitoIdentityProviderService.${operation}`, {
      UserPoolId: userPoolId,
      ...input,
    });
  const made = await cognito('CreateUserPoolClient', {
    ClientName: `gen3d-e2e-${randomUUID()}`,
    ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
  const { ClientId } = MadeClient.parse(made).UserPoolClient;
  await using undo = new AsyncDisposableStack();
  undo.defer(async () => void (await cognito('DeleteUserPoolClient', { ClientId })));

  const signIn = async (email: string, password: string) => {
    const AuthParameters = { USERNAME: email, PASSWORD: password };
    const answer = await cognito('AdminInitiateAuth', {
      ...{ ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters },
    });
    const { IdToken, ExpiresIn } = Signed.parse(answer).AuthenticationResult;
    return { idToken: IdToken, expiresAt: Date.now() / 1_000 + ExpiresIn };
  };
  const cleanup = undo.move();
  return {
    add: async (email) => {
      const password = `Aa1-${randomUUID()}`;
      const UserAttributes = [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ];
      const input = { Username: email, UserAttributes, MessageAction: 'SUPPRESS' };
      const { Username } = Created.parse(await cognito('AdminCreateUser', input)).User;
      cleanup.defer(async () => void (await cognito('AdminDeleteUser', { Username })));
      await cognito('AdminSetUserPassword', { Username, Password: password, Permanent: true });
      let tokens = await signIn(email, password);
      const token = async () => {
        if (tokens.expiresAt - Date.now() / 1_000 < 300) tokens = await signIn(email, password);
        return tokens.idToken;
      };
      const client = createClient({ apiUrl, token });
      cleanup.defer(() => removeSessions(client, removes));
      return { credential: { email, password }, tokens, client, patience };
    },
    [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
  };
}

async function removeSessions(client: Client, removes: UsersOptions['removes']): Promise<void> {
  for await (const session of client.allSessions()) if (removes(session)) await client.cancel(session.job_id);
}
