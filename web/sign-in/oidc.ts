import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { Site } from '#contracts/web-config.ts';
import { signedInPath } from './paths.ts';

/** The OpenID Connect client: authorization code with PKCE. All tabs of this browser share its tokens. */
export function createManager({ issuer, clientId }: Site, origin = location.origin): UserManager {
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${origin}${signedInPath}`,
    post_logout_redirect_uri: origin,
    userStore: new WebStorageStateStore({ store: localStorage }),
    // `SignIn` renews tokens when a call needs one, in one tab at a time.
    automaticSilentRenew: false,
  });
}
