import { ErrorResponse, type User, type UserManager } from 'oidc-client-ts';
import { NetworkError, SignInError, SignInRequiredError } from '#client/errors.ts';
import { scopesOf } from '#client/sign-in/scopes.ts';
import { type Journey, readJourney } from './return-path.ts';

/** Who uses the page. */
export interface Person {
  readonly sub: string;
  readonly email: string | undefined;
  readonly groups: readonly string[];
}

export type SignInState =
  | { readonly kind: 'out' }
  | { readonly kind: 'in'; readonly person: Person }
  /** The tokens have run out and cannot be renewed: calls wait until the same person signs in again. */
  | { readonly kind: 'expired'; readonly person: Person };

/** Seconds before its end from which an ID token counts as run out: a call must outlive its own way. */
const margin = 60;
const renewalLock = 'gen3d.renew';

/** Signs a person in and out, and has a valid ID token for every call. Tabs share one sign-in. */
export class SignIn {
  readonly #manager: UserManager;
  readonly #listeners = new Set<() => void>();
  #state: SignInState;
  #signedInAgain = Promise.withResolvers<void>();

  private constructor(manager: UserManager, user: User | null) {
    this.#manager = manager;
    this.#state = user === null ? { kind: 'out' } : { kind: 'in', person: personOf(user) };
  }

  /** Goes on with the sign-in that this browser has. */
  static async resume(manager: UserManager): Promise<SignIn> {
    const signIn = new SignIn(manager, await manager.getUser());
    window.addEventListener('storage', () => void signIn.#readAgain());
    return signIn;
  }

  get state(): SignInState {
    return this.#state;
  }

  /** @returns what stops telling */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Leaves for the issuer's pages. @throws SignInError, NetworkError */
  async begin(journey: Journey): Promise<void> {
    await this.#told(async () => {
      const supported = await this.#manager.metadataService.getMetadata();
      await this.#manager.signinRedirect({ ...scopesOf(supported.scopes_supported), state: journey });
    });
  }

  /** Ends the journey that `begin` began, on the page that the issuer came back to. @throws SignInError, NetworkError */
  async finish(url: string): Promise<Journey> {
    const user = await this.#told(() => this.#manager.signinRedirectCallback(url));
    this.#become(user);
    return readJourney(user.state);
  }

  /** Forgets the tokens, here and at the issuer, and leaves for its sign-out page. */
  async end(): Promise<void> {
    // Cognito knows its own names for the same two things.
    const { client_id, post_logout_redirect_uri: logout_uri = '' } = this.#manager.settings;
    // It has happened even where the library does not like the type of the empty answer.
    await this.#manager.revokeTokens(['refresh_token']).catch(() => {});
    try {
      await this.#manager.signoutRedirect({ extraQueryParams: { client_id, logout_uri } });
    } catch {
      // Unreachable, or without such a page: what counts is that this browser has forgotten the tokens.
      await this.#manager.removeUser();
      this.#become(null);
    }
  }

  /**
   * An ID token for the next call, renewed when it has run out; when it cannot be, waits for the next sign-in.
   * @throws SignInRequiredError when nobody is signed in; NetworkError
   */
  readonly token = async (): Promise<string> => {
    const caller = this.#state.kind === 'out' ? undefined : this.#state.person.sub;
    for (;;) {
      const user = await this.#manager.getUser();
      if (user === null) throw this.#signedOut();
      // What one person began is not finished in the name of another.
      if (caller !== undefined && caller !== user.profile.sub) throw new SignInRequiredError();
      const token = isFresh(user) ? user.id_token : (await this.#renew(user))?.id_token;
      if (token !== undefined) return token;
      await this.#signedInAgain.promise;
    }
  };

  /** The API refused a token that looked valid: has another one. */
  readonly replace = async (refused: string): Promise<string> => {
    const user = await this.#manager.getUser();
    if (user?.id_token === refused) await this.#renew(user);
    return this.token();
  };

  /** @returns undefined when the issuer wants the person again */
  #renew(stale: User): Promise<User | undefined> {
    // A refresh token is good for one use: two tabs at once would make the issuer revoke it.
    return navigator.locks.request(renewalLock, async () => {
      const user = await this.#manager.getUser();
      if (user !== null && user.id_token !== stale.id_token) return user;
      try {
        if (user?.refresh_token === undefined) return this.#expire(stale);
        return (await this.#manager.signinSilent()) ?? undefined;
      } catch (error) {
        if (error instanceof ErrorResponse) return this.#expire(stale);
        throw new NetworkError(new URL(this.#manager.settings.authority).origin, error);
      }
    });
  }

  #expire(user: User): undefined {
    if (this.#state.kind === 'expired') return;
    this.#set({ kind: 'expired', person: personOf(user) });
  }

  /** Another tab has signed in, renewed, or signed out. */
  async #readAgain(): Promise<void> {
    const user = await this.#manager.getUser();
    if (user === null || isFresh(user)) this.#become(user);
  }

  #become(user: User | null): void {
    const before = this.#state;
    if (user === null) {
      if (before.kind !== 'out') this.#set({ kind: 'out' });
      return;
    }
    const person = personOf(user);
    const same = before.kind !== 'out' && before.person.sub === person.sub;
    if (same && before.kind === 'in') return;
    this.#set({ kind: 'in', person });
  }

  #signedOut(): SignInRequiredError {
    this.#become(null);
    return new SignInRequiredError();
  }

  #set(state: SignInState): void {
    const wasExpired = this.#state.kind === 'expired';
    this.#state = state;
    if (wasExpired) {
      this.#signedInAgain.resolve();
      this.#signedInAgain = Promise.withResolvers();
    }
    for (const listener of this.#listeners) listener();
  }

  async #told<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      const { origin } = new URL(this.#manager.settings.authority);
      if (error instanceof TypeError) throw new NetworkError(origin, error);
      const code = error instanceof ErrorResponse ? (error.error ?? 'SignInRefused') : 'SignInInvalid';
      throw new SignInError(code, 'The sign-in did not work: start it again.', error);
    }
  }
}

function isFresh(user: User): boolean {
  return user.id_token !== undefined && user.profile.exp - margin > Date.now() / 1_000;
}

function personOf({ profile }: User): Person {
  const groups = profile['cognito:groups'];
  return {
    sub: profile.sub,
    email: profile.email,
    groups: Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [],
  };
}
