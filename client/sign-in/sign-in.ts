import { SignInError, SignInRequiredError } from '../errors.ts';
import { refreshTokens, startAuthorization } from './authorization.ts';
import { discoverIssuer, type Issuer } from './issuer.ts';
import { listenForRedirect } from './loopback.ts';
import type { SignIn, SignInStore } from './store.ts';

export interface SignInOptions extends Issuer {
  readonly apiUrl: string;
  readonly store: SignInStore;
  /** Shows the issuer's page, usually in a browser. */
  readonly openPage: (url: URL) => Promise<void> | void;
  /** Where the browser returns to, for a client that is not registered with the usual addresses. */
  readonly redirectUri?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Signs the user in through the issuer's pages and stores the tokens.
 * @throws SignInError when the issuer rejects the sign-in or its answer is invalid; NetworkError
 * @example
 * const { email } = await signIn({ apiUrl, issuer, clientId, store, openPage: (url) => open(url.href) });
 */
export async function signIn(options: SignInOptions): Promise<SignIn> {
  const { apiUrl, issuer, clientId, store, signal } = options;
  const configuration = await discoverIssuer(options, options.fetch);
  const redirect = await listenForRedirect(
    options.redirectUri === undefined ? undefined : [options.redirectUri],
  );
  try {
    const authorization = await startAuthorization(configuration, redirect.redirectUri);
    await options.openPage(authorization.url);
    const tokens = await authorization.finish(await redirect.received(signal));
    const kept = { apiUrl, issuer, clientId, ...tokens };
    await store.write(kept);
    return kept;
  } finally {
    redirect.close();
  }
}

/** Seconds before its expiry at which an ID token is refreshed, so that it is valid when the API checks it. */
const margin = 60;

/**
 * Returns the stored ID token of an API, refreshed when it has expired.
 * @throws SignInRequiredError when there is none or it cannot be refreshed; NetworkError
 */
export function tokenOf(
  apiUrl: string,
  store: SignInStore,
  options: { fetch?: typeof fetch | undefined; now?: () => number } = {},
): () => Promise<string> {
  const now = options.now ?? Date.now;
  return async () => {
    const kept = await store.read(apiUrl);
    if (kept === undefined) throw new SignInRequiredError();
    if (kept.expiresAt - margin > now() / 1_000) return kept.idToken;
    const renewed = await renew(kept, options.fetch);
    await store.write(renewed);
    return renewed.idToken;
  };
}

async function renew(kept: SignIn, fetcher?: typeof fetch): Promise<SignIn> {
  if (kept.refreshToken === undefined) throw new SignInRequiredError();
  try {
    const configuration = await discoverIssuer(kept, fetcher);
    return { ...kept, ...(await refreshTokens(configuration, kept.refreshToken)) };
  } catch (error) {
    if (error instanceof SignInError) throw new SignInRequiredError();
    throw error;
  }
}
