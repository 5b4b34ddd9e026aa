import * as oidc from 'openid-client';
import { SignInError } from '../errors.ts';
import { signInFailure } from './issuer.ts';
import { scopesOf } from './scopes.ts';

/** The result of a sign-in. */
export interface Tokens {
  /** Identifies the user to the API. */
  readonly idToken: string;
  readonly refreshToken?: string | undefined;
  /** When the ID token expires, in epoch seconds. */
  readonly expiresAt: number;
  readonly email?: string | undefined;
}

/** A started sign-in. */
export interface Authorization {
  /** The page to open. */
  readonly url: URL;
  /** Exchanges the redirect that ends the sign-in for tokens. */
  finish(redirected: URL): Promise<Tokens>;
}

/** Starts an authorization code flow with PKCE (S256), a state and a nonce. */
export async function startAuthorization(
  issuer: oidc.Configuration,
  redirectUri: string,
): Promise<Authorization> {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  const url = oidc.buildAuthorizationUrl(issuer, {
    redirect_uri: redirectUri,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...scopesOf(issuer.serverMetadata().scopes_supported),
  });
  return {
    url,
    finish: (redirected) =>
      exchange(issuer, () =>
        oidc.authorizationCodeGrant(issuer, redirected, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
        }),
      ),
  };
}

/**
 * Exchanges the refresh token for a new ID token.
 * @throws SignInError, code `invalid_grant` when the refresh token has expired; NetworkError
 */
export async function refreshTokens(issuer: oidc.Configuration, refreshToken: string): Promise<Tokens> {
  const tokens = await exchange(issuer, () => oidc.refreshTokenGrant(issuer, refreshToken));
  return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
}

async function exchange(
  issuer: oidc.Configuration,
  grant: () => ReturnType<typeof oidc.refreshTokenGrant>,
): Promise<Tokens> {
  try {
    const answer = await grant();
    const claims = answer.claims();
    if (answer.id_token === undefined || claims === undefined) {
      throw new SignInError('IdTokenMissing', 'The issuer gave no ID token.');
    }
    return {
      idToken: answer.id_token,
      refreshToken: answer.refresh_token,
      expiresAt: claims.exp,
      email: typeof claims.email === 'string' ? claims.email : undefined,
    };
  } catch (error) {
    throw signInFailure(error, new URL(issuer.serverMetadata().issuer));
  }
}
