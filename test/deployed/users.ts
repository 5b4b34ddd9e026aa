import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Client, createClient } from '#client/api.ts';
import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import type { TestUser } from '#test/e2e/home.ts';
import type { Aws } from './aws.ts';

export interface Users extends AsyncDisposable {
  /** A user with a verified address, signed in. */
  add(email: string): Promise<TestUser>;
}

export interface UsersOptions {
  readonly userPoolId: string;
  readonly apiUrl: string;
  /** Milliseconds that a step of a session may take. */
  readonly patience: number;
  /** Which sessions are deleted when the tests are over. */
  readonly removes: (session: Pick<StatusResponse, 'status'>) => boolean;
}

const MadeClient = z.object({ UserPoolClient: z.object({ ClientId: z.string() }) });
const Created = z.object({ User: z.object({ Username: z.string() }) });
const Signed = z.object({ AuthenticationResult: z.object({ IdToken: z.string(), ExpiresIn: z.number() }) });

/**
 * Throw-away users of a pool. They sign in by the administrator's flow, through an app client that is made for
 * it and goes with the users: the page's own client allows no passwords, and a test cannot click through Cognito.
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
  const kept = undo.move();
  return {
    add: async (email) => {
      const password = `Aa1-${randomUUID()}`;
      const UserAttributes = [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ];
      const input = { Username: email, UserAttributes, MessageAction: 'SUPPRESS' };
      const { Username } = Created.parse(await cognito('AdminCreateUser', input)).User;
      kept.defer(async () => void (await cognito('AdminDeleteUser', { Username })));
      await cognito('AdminSetUserPassword', { Username, Password: password, Permanent: true });
      let tokens = await signIn(email, password);
      const token = async () => {
        if (tokens.expiresAt - Date.now() / 1_000 < 300) tokens = await signIn(email, password);
        return tokens.idToken;
      };
      const client = createClient({ apiUrl, token });
      kept.defer(() => removeSessions(client, removes));
      return { credential: { email, password }, tokens, client, patience };
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Nothing stays, and nothing waits on for a mask that will not come. */
async function removeSessions(client: Client, removes: UsersOptions['removes']): Promise<void> {
  for await (const session of client.allSessions()) if (removes(session)) await client.cancel(session.job_id);
}
