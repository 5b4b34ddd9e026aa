import * as oidc from 'openid-client';
import { NetworkError, SignInError } from '../errors.ts';

/** An OpenID issuer, and this client's ID there. */
export interface Issuer {
  readonly issuer: string;
  readonly clientId: string;
}

/**
 * Reads the issuer's discovery document.
 * @throws SignInError when the URL is not an issuer, or is plain http to another host; NetworkError
 */
export async function discoverIssuer(
  { issuer, clientId }: Issuer,
  fetcher: typeof fetch = fetch,
): Promise<oidc.Configuration> {
  const url = issuerUrl(issuer);
  try {
    return await oidc.discovery(url, clientId, undefined, oidc.None(), {
      execute: url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
      // The copy has an ArrayBuffer, the only kind that fetch accepts.
      [oidc.customFetch]: (input, { body, ...init }) =>
        fetcher(input, { ...init, body: body instanceof Uint8Array ? body.slice() : (body ?? null) }),
    });
  } catch (error) {
    throw signInFailure(error, url);
  }
}

/** Tokens travel in plain text over http, so it is allowed on this computer only. */
function issuerUrl(issuer: string): URL {
  if (!URL.canParse(issuer)) throw new SignInError('IssuerInvalid', `"${issuer}" is not an issuer URL.`);
  const url = new URL(issuer);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw new SignInError('IssuerInsecure', `The issuer ${issuer} must use https.`);
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Our error for one of openid-client. */
export function signInFailure(error: unknown, issuer: URL): SignInError | NetworkError {
  if (error instanceof SignInError || error instanceof NetworkError) return error;
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError) {
    const why = error.error_description ?? error.error;
    return new SignInError(error.error, `The issuer rejected the sign-in: ${why}`, error);
  }
  if (error instanceof oidc.ClientError) {
    return new SignInError(error.code ?? 'SignInInvalid', `The sign-in failed: ${error.message}.`, error);
  }
  return new NetworkError(issuer.origin, error);
}
