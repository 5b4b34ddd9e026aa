import type { ErrorResponse, UserManager } from 'oidc-client-ts';
import { NetworkError, SignInError, SignInRequiredError } from '#client/errors.ts';
import { scopesOf } from '#client/sign-in/scopes.ts';
import type { Site } from '#contracts/web-config.ts';
import { parseReturnState, type ReturnState } from './return-state.ts';
import { removeStoredUser, type StoredUser, storedUser } from './stored-user.ts';

/** The user of the page. */
export interface Person {
  readonly sub: string;
  readonly email: string | undefined;
  readonly groups: readonly string[];
}

export type SignInState =
  | { readonly kind: 'out' }
  | { readonly kind: 'in'; readonly person: Person }
  /** The tokens have expired and cannot be renewed: calls wait until the same person signs in again. */
  | { readonly kind: 'expired'; readonly person: Person };

/** An ID token is renewed so many seconds before it expires, because a call must arrive while it is valid. */
const margin = 60;
const renewalLock = 'gen3d.renew';

/** Signs a person in and out, and provides a valid ID token for every call. All tabs share one sign-in. */
export class SignIn {
  readonly #site: Site;
  readonly #listeners = new Set<() => void>();
  #manager: Promise<UserManager> | undefined;
  #state: SignInState;
  #signedInAgain = Promise.withResolvers<void>();

  /** Continues with the sign-in that this browser has. */
  constructor(site: Site) {
    this.#site = site;
    const user = storedUser(site);
    this.#state = user === undefined ? { kind: 'out' } : { kind: 'in', person: personOf(user) };
    window.addEventListener('storage', () => this.#readAgain());
  }

  get state(): SignInState {
    return this.#state;
  }

  /** @returns unsubscribes */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Redirects to the issuer's pages. @throws SignInError, NetworkError */
  async start(state: ReturnState): Promise<void> {
    await this.#withOidc(async (manager) => {
      const supported = await manager.metadataService.getMetadata();
      await manager.signinRedirect({ ...scopesOf(supported.scopes_supported), state });
    });
  }

  /** Completes the sign-in on the page that the issuer redirects back to. @throws SignInError, NetworkError */
  async finish(url: string): Promise<ReturnState> {
    const { state } = await this.#withOidc((manager) => manager.signinRedirectCallback(url));
    this.#setUser(storedUser(this.#site));
    return parseReturnState(state);
  }

  /** Deletes the tokens here and at the issuer, and redirects to its sign-out page. */
  async signOut(): Promise<void> {
    try {
      const manager = await this.#loadManager();
      // The library rejects the issuer's empty answer to a successful revocation.
      await manager.revokeTokens(['refresh_token']).catch(() => {});
      // Cognito has its own names for these two parameters.
      const { client_id, post_logout_redirect_uri: logout_uri = '' } = manager.settings;
      await manager.signoutRedirect({ extraQueryParams: { client_id, logout_uri } });
    } catch {
      // The issuer is unreachable or has no sign-out page. Deleting the tokens in this browser is enough.
      removeStoredUser(this.#site);
      this.#setUser(undefined);
    }
  }

  /**
   * An ID token for the next call, renewed when it has expired. Waits for the next sign-in when it cannot be renewed.
   * @throws SignInRequiredError when nobody is signed in; NetworkError
   */
  readonly token = async (): Promise<string> => {
    const caller = this.#state.kind === 'out' ? undefined : this.#state.person.sub;
    for (;;) {
      const user = storedUser(this.#site);
      if (user === undefined) {
        this.#setUser(undefined);
        throw new SignInRequiredError();
      }
      // A call that one person started must not be made as another.
      if (caller !== undefined && caller !== user.profile.sub) throw new SignInRequiredError();
      const token = isFresh(user) ? user.id_token : (await this.#renew(user))?.id_token;
      if (token !== undefined) return token;
      await this.#signedInAgain.promise;
    }
  };

  /** Provides another token for one that looked valid but that the API refused. */
  readonly replace = async (refused: string): Promise<string> => {
    const user = storedUser(this.#site);
    if (user?.id_token === refused) await this.#renew(user);
    return this.token();
  };

  /** @returns undefined when the person has to sign in again */
  #renew(stale: StoredUser): Promise<StoredUser | undefined> {
    // A refresh token works once. If two tabs used it, the issuer would revoke it.
    return navigator.locks.request(renewalLock, async () => {
      const user = storedUser(this.#site);
      if (user !== undefined && user.id_token !== stale.id_token) return user;
      try {
        if (user?.refresh_token === undefined) return this.#expire(stale);
        const manager = await this.#loadManager();
        return (await manager.signinSilent()) === null ? undefined : storedUser(this.#site);
      } catch (error) {
        if (isErrorResponse(error)) return this.#expire(stale);
        throw new NetworkError(new URL(this.#site.issuer).origin, error);
      }
    });
  }

  #expire(user: StoredUser): undefined {
    if (this.#state.kind === 'expired') return;
    this.#setState({ kind: 'expired', person: personOf(user) });
  }

  /** Another tab has signed in, renewed its tokens, or signed out. */
  #readAgain(): void {
    const user = storedUser(this.#site);
    if (user === undefined || isFresh(user)) this.#setUser(user);
  }

  #setUser(user: StoredUser | undefined): void {
    const before = this.#state;
    if (user === undefined) {
      if (before.kind !== 'out') this.#setState({ kind: 'out' });
      return;
    }
    const person = personOf(user);
    if (before.kind === 'in' && before.person.sub === person.sub) return;
    this.#setState({ kind: 'in', person });
  }

  #setState(state: SignInState): void {
    const wasExpired = this.#state.kind === 'expired';
    this.#state = state;
    if (wasExpired) {
      this.#signedInAgain.resolve();
      this.#signedInAgain = Promise.withResolvers();
    }
    for (const listener of this.#listeners) listener();
  }

  /** The OpenID Connect client is large, and most visits do not need it: their token is still valid. */
  #loadManager(): Promise<UserManager> {
    this.#manager ??= import('./oidc.ts').then(({ createManager }) => createManager(this.#site));
    this.#manager.catch(() => {
      this.#manager = undefined;
    });
    return this.#manager;
  }

  async #withOidc<T>(step: (manager: UserManager) => Promise<T>): Promise<T> {
    try {
      return await step(await this.#loadManager());
    } catch (error) {
      if (error instanceof TypeError) throw new NetworkError(new URL(this.#site.issuer).origin, error);
      const code = isErrorResponse(error) ? (error.error ?? 'SignInRefused') : 'SignInInvalid';
      throw new SignInError(code, 'Sign-in failed. Try again.', error);
    }
  }
}

/** The class itself would have to be loaded with the OpenID Connect client. */
function isErrorResponse(error: unknown): error is ErrorResponse {
  return error instanceof Error && error.name === 'ErrorResponse';
}

function isFresh(user: StoredUser): boolean {
  return user.id_token !== undefined && user.profile.exp - margin > Date.now() / 1_000;
}

function personOf({ profile }: StoredUser): Person {
  return { sub: profile.sub, email: profile.email, groups: profile['cognito:groups'] };
}
