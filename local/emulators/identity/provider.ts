import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { IdentityModel } from '../../environment/assembly/identity.ts';
import { logUnexpected } from '../http/aws-error.ts';
import type { Account, Accounts } from './accounts.ts';
import type { Keys } from './keys.ts';
import { messagePage, signOutPage } from './pages.ts';

export interface ProviderOptions {
  readonly issuer: string;
  readonly model: IdentityModel;
  readonly webOrigin: string;
  readonly accounts: Accounts;
  readonly keys: Keys;
  readonly adapter: NonNullable<Configuration['adapter']>;
}

/** Loopback redirects of native applications: any port, for the command line (RFC 8252, section 7.3). */
const loopbackRedirects = ['127.0.0.1', 'localhost'].map((host) => `http://${host}/callback`);

/**
 * The OpenID Connect issuer: authorization code with PKCE for one public client, and ID tokens like
 * Cognito's.
 */
export function createProvider(options: ProviderOptions): Provider {
  const { issuer, model, keys, adapter } = options;
  const provider = new Provider(issuer, {
    adapter,
    jwks: keys.jwks,
    cookies: { keys: keys.cookies, long: { sameSite: 'lax' }, short: { sameSite: 'lax' } },
    clients: [clientOf(model)],
    scopes: [...new Set([...model.scopes, 'profile'])],
    claims: {
      openid: ['sub', 'token_use', 'cognito:username', 'cognito:groups'],
      email: ['email', 'email_verified'],
    },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    pkce: { required: () => true },
    findAccount: (_context, sub) => {
      const account = options.accounts.find(sub);
      return account && { accountId: sub, claims: (use) => claimsOf(account, use) };
    },
    clientBasedCORS: (_context, origin) => origin === options.webOrigin,
    issueRefreshToken: () => true,
    expiresWithSession: () => false,
    rotateRefreshToken: true,
    ttl: {
      AccessToken: model.accessTokenSeconds,
      IdToken: model.idTokenSeconds,
      RefreshToken: model.refreshTokenSeconds,
      Grant: model.refreshTokenSeconds,
      AuthorizationCode: 60,
      Interaction: 3_600,
      Session: 86_400,
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_context, client, token) => token.clientId === client.clientId,
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => page(context, signOutPage(form)),
        postLogoutSuccessSource: (context) => page(context, messagePage('Signed out', 'You are signed out.')),
      },
    },
    renderError: (context, out) =>
      page(context, messagePage('Something went wrong', `${out.error_description ?? out.error}`)),
  });
  provider.on('server_error', (_context, error) => logUnexpected('identity', error));
  return provider;
}

function clientOf(model: IdentityModel): NonNullable<Configuration['clients']>[number] {
  const here = (url: string) => /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url);
  return {
    client_id: model.clientId,
    // With this type, a loopback redirect may use any port.
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [...new Set([...loopbackRedirects, ...model.callbackUrls.filter(here)])],
    post_logout_redirect_uris: model.logoutUrls.filter(here),
  };
}

/** Claims with the same names and meaning as in a user pool's ID token. */
function claimsOf({ sub, email, groups }: Account, use: string): { sub: string; [claim: string]: unknown } {
  return {
    sub,
    email,
    // An account exists only after the code from its email was entered.
    email_verified: true,
    'cognito:username': sub,
    ...(groups.length > 0 && { 'cognito:groups': groups }),
    ...(use === 'id_token' && { token_use: 'id' }),
  };
}

function page(context: KoaContextWithOIDC, html: string): void {
  context.type = 'html';
  context.body = html;
}
