import { startAuthorization, type Tokens } from '#client/sign-in/authorization.ts';
import { discoverIssuer, type Issuer } from '#client/sign-in/issuer.ts';
import { loopbackRedirects } from '#client/sign-in/loopback.ts';
import { createHttpBrowser, type HttpBrowser, type Page, PageError } from './http-browser.ts';

export interface Credential {
  readonly email: string;
  readonly password: string;
}

/** Returns the code that was emailed to an address. */
export type ReadCode = (email: string) => Promise<string>;

/** Creates an account on the sign-in pages, verifies the email address, and signs in. */
export function signUp(issuer: Issuer, user: Credential, readCode: ReadCode): Promise<Tokens> {
  return throughPages(issuer, async (browser, signInPage) => {
    const signUpPage = await browser.follow(signInPage, 'sign-up');
    const confirmPage = await browser.submit(signUpPage, { ...user });
    // Checked before the email is read, so that a refusal has the page's text.
    if (confirmPage.root.querySelector('[name="code"]') === null)
      throw new PageError(confirmPage, 'code to enter');
    return browser.submit(confirmPage, { code: await readCode(user.email) });
  });
}

/** Signs in on the sign-in pages. @throws PageError with the page's text after a refusal */
export function signInOnPages(issuer: Issuer, user: Credential): Promise<Tokens> {
  return throughPages(issuer, (browser, signInPage) => browser.submit(signInPage, { ...user }));
}

async function throughPages(
  issuer: Issuer,
  walk: (browser: HttpBrowser, signInPage: Page) => Promise<Page>,
): Promise<Tokens> {
  const [redirectUri = ''] = loopbackRedirects;
  const configuration = await discoverIssuer(issuer);
  const authorization = await startAuthorization(configuration, redirectUri);
  const browser = createHttpBrowser(stoppingAt(redirectUri));
  const last = await walk(browser, await browser.open(authorization.url));
  if (!last.url.href.startsWith(redirectUri)) throw new PageError(last, 'redirect to the application');
  return authorization.finish(last.url);
}

/** Nothing listens at the redirect URI. Its query contains the authorization code. */
function stoppingAt(redirectUri: string): typeof fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : `${input}`;
    return url.startsWith(redirectUri) ? new Response('') : fetch(input, init);
  };
}
