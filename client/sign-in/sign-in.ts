import { SignInError, SignInRequiredError } from '../errors.ts';
import { beginAuthorization, refreshTokens } from './authorization.ts';
import { discoverIssuer, type Issuer } from './issuer.ts';
import { listenForRedirect } from './loopback.ts';
import type { SignIn, SignInStore } from './store.ts';

export interface SignInOptions extends Issuer {
  readonly apiUrl: string;
  readonly store: SignInStore;
  /** Shows the issuer's page: a browser, or the tests' form driver. */
  readonly openPage: (url: URL) => Promise<void> | void;
  /** Where the browser comes back to, for a client that is registered with other than the agreed addresses. */
  readonly redirectUri?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Signs the user in through the issuer's own pages and keeps the tokens.
 * @throws SignInError when the issuer refuses or the answer does not pass the checks; NetworkError
 */
export async function signIn(options: SignInOptions): Promise<SignIn> {
  const { apiUrl, issuer, clientId, store, signal } = options;
  const configuration = await discoverIssuer(options, options.fetch);
  const redirect = await listenForRedirect(
    options.redirectUri === undefined ? undefined : [options.redirectUri],
  );
  try {
    const authorization = await beginAuthorization(configuration, redirect.redirectUri);
    await options.openPage(authorization.url);
    const tokens = await authorization.finish(await redirect.received(signal));
    const kept = { apiUrl, issuer, clientId, ...tokens };
    await store.write(kept);
    return kept;
  } finally {
    redirect.close();
  }
}

/** Seconds before its end from which an ID token counts as run out: a call must outlive its own way. */
const margin = 60;

/**
 * The kept ID token of an API, refreshed when it has run out.
 * @throws SignInRequiredError when there is none or it can no longer be refreshed; NetworkError
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
