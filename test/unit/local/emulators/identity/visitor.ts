import * as oidc from 'openid-client';
import { createHttpBrowser } from '#local/scripted-user/http-browser.ts';

export const clientId = 'web-client';
const redirectUri = 'http://127.0.0.1:54321/callback';

/** A browser on the sign-in page; `redirected` is where it ended up. */
export async function visit(identityUrl: string, parameters: Record<string, string> = {}) {
  let redirected: URL | undefined;
  const browser = createHttpBrowser(async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin === new URL(redirectUri).origin) {
      redirected = url;
      return new Response('<p>back in the application</p>');
    }
    return fetch(input, init);
  });
  const configuration = await oidc.discovery(new URL(identityUrl), clientId, undefined, oidc.None(), {
    execute: [oidc.allowInsecureRequests],
  });
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid email',
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...parameters,
  });
  const page = await browser.open(url);
  const tokens = () => {
    if (redirected === undefined) throw new Error('The browser was not redirected back.');
    return oidc.authorizationCodeGrant(configuration, redirected, { pkceCodeVerifier });
  };
  return { browser, page, tokens, configuration, redirected: () => redirected };
}
