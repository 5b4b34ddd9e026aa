import { beginAuthorization, type Tokens } from '#client/sign-in/authorization.ts';
import { discoverIssuer, type Issuer } from '#client/sign-in/issuer.ts';
import { loopbackRedirects } from '#client/sign-in/loopback.ts';
import { createFormBrowser, type FormBrowser, type Page, PageError } from './form-browser.ts';

export interface Credential {
  readonly email: string;
  readonly password: string;
}

/** Reads the code that the issuer has just mailed to an address. */
export type ReadCode = (email: string) => Promise<string>;

/** Creates an account on the issuer's own pages, proves the address, and signs in. */
export function signUp(issuer: Issuer, user: Credential, readCode: ReadCode): Promise<Tokens> {
  return throughPages(issuer, async (browser, signInPage) => {
    const signUpPage = await browser.follow(signInPage, 'sign-up');
    const confirmPage = await browser.submit(signUpPage, { ...user });
    // Looked for before the mail is read, so that a refusal is told in the page's own words.
    if (confirmPage.root.querySelector('[name="code"]') === null)
      throw new PageError(confirmPage, 'code to enter');
    return browser.submit(confirmPage, { code: await readCode(user.email) });
  });
}

/** Signs in on the issuer's own pages. @throws PageError with the page's words when it is refused */
export function signInOnPages(issuer: Issuer, user: Credential): Promise<Tokens> {
  return throughPages(issuer, (browser, signInPage) => browser.submit(signInPage, { ...user }));
}

async function throughPages(
  issuer: Issuer,
  walk: (browser: FormBrowser, signInPage: Page) => Promise<Page>,
): Promise<Tokens> {
  const [redirectUri = ''] = loopbackRedirects;
  const configuration = await discoverIssuer(issuer);
  const authorization = await beginAuthorization(configuration, redirectUri);
  const browser = createFormBrowser(stoppingAt(redirectUri));
  const last = await walk(browser, await browser.open(authorization.url));
  if (!last.url.href.startsWith(redirectUri)) throw new PageError(last, 'way back to the application');
  return authorization.finish(last.url);
}

/** Nothing listens at the redirect URI: the address itself carries all that is needed. */
function stoppingAt(redirectUri: string): typeof fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : `${input}`;
    return url.startsWith(redirectUri) ? new Response('') : fetch(input, init);
  };
}
