import * as oidc from 'openid-client';
import { NetworkError, SignInError } from '../errors.ts';

/** Who signs users in, and under which id the issuer knows this client. */
export interface Issuer {
  readonly issuer: string;
  readonly clientId: string;
}

/**
 * Reads the issuer's discovery document.
 * @throws SignInError when the URL is no issuer, or is plain http to another machine; NetworkError
 */
export async function discoverIssuer(
  { issuer, clientId }: Issuer,
  fetcher: typeof fetch = fetch,
): Promise<oidc.Configuration> {
  const url = issuerUrl(issuer);
  try {
    return await oidc.discovery(url, clientId, undefined, oidc.None(), {
      execute: url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
      // A copy has the one kind of buffer that browsers take.
      [oidc.customFetch]: (input, { body, ...init }) =>
        fetcher(input, { ...init, body: body instanceof Uint8Array ? body.slice() : (body ?? null) }),
    });
  } catch (error) {
    throw signInFailure(error, url);
  }
}

/** Tokens travel in plain text over http, so it is allowed on the own machine only. */
function issuerUrl(issuer: string): URL {
  if (!URL.canParse(issuer)) throw new SignInError('IssuerInvalid', `"${issuer}" is not an issuer URL.`);
  const url = new URL(issuer);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw new SignInError('IssuerInsecure', `The issuer ${issuer} must be reached by https.`);
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Our error for whatever openid-client throws. */
export function signInFailure(error: unknown, issuer: URL): SignInError | NetworkError {
  if (error instanceof SignInError || error instanceof NetworkError) return error;
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError) {
    const why = error.error_description ?? error.error;
    return new SignInError(error.error, `The issuer refused the sign-in: ${why}`, error);
  }
  if (error instanceof oidc.ClientError) {
    return new SignInError(error.code ?? 'SignInInvalid', `The sign-in failed: ${error.message}.`, error);
  }
  return new NetworkError(issuer.origin, error);
}
