import { type HTMLElement, parse } from 'node-html-parser';
import { CookieJar } from 'tough-cookie';

/** A loaded page. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly root: HTMLElement;
  /** The visible text. */
  readonly text: string;
}

/**
 * A browser without a window or scripts: it keeps cookies, follows redirects and links, and submits forms.
 * @example
 * const browser = createHttpBrowser();
 * const page = await browser.open(signInUrl);
 * await browser.submit(page, { email: 'ada@example.com', password: 'Correct-Horse-7' });
 */
export interface HttpBrowser {
  open(url: URL | string): Promise<Page>;
  /** Follows the link whose address or text contains `what`. */
  follow(page: Page, what: string): Promise<Page>;
  /** Fills in and submits the form that has all of these fields. */
  submit(page: Page, fields: Readonly<Record<string, string>>): Promise<Page>;
}

/** A page lacks something that was expected. The message contains the page's text. */
export class PageError extends Error {
  override readonly name = 'PageError';

  constructor(page: Page, expected: string) {
    super(
      `${page.url.origin}${page.url.pathname} (HTTP ${page.status}) has no ${expected}: ${page.text.slice(0, 300)}`,
    );
  }
}

const maxRedirects = 20;

export function createHttpBrowser(fetcher: typeof fetch = fetch): HttpBrowser {
  const jar = new CookieJar();
  const load = (url: URL, init: RequestInit = {}) => loadPage(fetcher, jar, url, init);
  return {
    open: (url) => load(new URL(url)),
    follow: async (page, what) => load(linkOf(page, what)),
    submit: async (page, fields) => {
      const form = formWith(page, Object.keys(fields));
      const target = new URL(form.getAttribute('action') ?? '', page.url);
      const values = valuesOf(form, fields);
      if ((form.getAttribute('method') ?? 'get').toLowerCase() === 'post') {
        return load(target, { method: 'POST', body: values });
      }
      target.search = values.toString();
      return load(target);
    },
  };
}

async function loadPage(fetcher: typeof fetch, jar: CookieJar, first: URL, init: RequestInit): Promise<Page> {
  let url = first;
  let request = init;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const cookie = await jar.getCookieString(url.href);
    const headers: Record<string, string> = cookie === '' ? {} : { cookie };
    const response = await fetcher(url, { ...request, redirect: 'manual', headers });
    for (const set of response.headers.getSetCookie()) await jar.setCookie(set, url.href);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return pageOf(url, response);
    url = new URL(location, url);
    request = {};
  }
  throw new Error(`${first.origin}${first.pathname} redirects too often.`);
}

async function pageOf(url: URL, response: Response): Promise<Page> {
  const root = parse(await response.text());
  const text = (root.querySelector('body') ?? root).structuredText.replace(/\s+/g, ' ').trim();
  return { url, status: response.status, root, text };
}

function linkOf(page: Page, what: string): URL {
  const links = page.root.querySelectorAll('a[href]');
  const link = links.find((a) => a.text.includes(what) || a.getAttribute('href')?.includes(what));
  const href = link?.getAttribute('href');
  if (href === undefined) throw new PageError(page, `link "${what}"`);
  return new URL(href, page.url);
}

function formWith(page: Page, names: readonly string[]): HTMLElement {
  const forms = page.root.querySelectorAll('form');
  const form = forms.find((each) => names.every((name) => each.querySelector(`[name="${name}"]`) !== null));
  if (form === undefined) throw new PageError(page, `form with ${names.join(', ') || 'no fields'}`);
  return form;
}

/** The form's values as a browser sends them, with the given fields filled in. */
function valuesOf(form: HTMLElement, fields: Readonly<Record<string, string>>): URLSearchParams {
  const values = new URLSearchParams();
  for (const input of form.querySelectorAll('input[name]')) {
    const name = input.getAttribute('name');
    if (name !== undefined && !isButtonOrUnchecked(input))
      values.set(name, input.getAttribute('value') ?? '');
  }
  for (const [name, value] of Object.entries(fields)) values.set(name, value);
  return values;
}

function isButtonOrUnchecked(input: HTMLElement): boolean {
  const type = (input.getAttribute('type') ?? 'text').toLowerCase();
  if (type === 'checkbox' || type === 'radio') return !input.hasAttribute('checked');
  return type === 'submit' || type === 'button' || type === 'reset' || type === 'image';
}
