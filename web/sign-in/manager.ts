import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { Site } from '#tasks/core/contracts/web-config.ts';

/** Where the issuer sends the browser back to. */
export const signedInPath = '/signed-in';

/** The OpenID Connect client: authorization code with PKCE, tokens kept for all tabs of this browser. */
export function createManager({ issuer, clientId }: Site, origin = location.origin): UserManager {
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${origin}${signedInPath}`,
    post_logout_redirect_uri: origin,
    userStore: new WebStorageStateStore({ store: localStorage }),
    // Tokens are renewed when a call needs one, by one tab at a time: see SignIn.
    automaticSilentRenew: false,
  });
}
