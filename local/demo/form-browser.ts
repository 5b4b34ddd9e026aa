import { type HTMLElement, parse } from 'node-html-parser';
import { CookieJar } from 'tough-cookie';

/** A page as the driver sees it. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly root: HTMLElement;
  /** What a person would read. */
  readonly text: string;
}

/** A browser without a window: keeps cookies, follows redirects and links, fills in forms. */
export interface FormBrowser {
  open(url: URL | string): Promise<Page>;
  /** Follows the link whose address or text contains `what`. */
  follow(page: Page, what: string): Promise<Page>;
  /** Submits the form that has all of these fields, with them filled in. */
  submit(page: Page, fields: Readonly<Record<string, string>>): Promise<Page>;
}

/** A page is not as the driver expects it; its text says what a person would have seen. */
export class PageError extends Error {
  override readonly name = 'PageError';

  constructor(page: Page, expected: string) {
    super(
      `${page.url.origin}${page.url.pathname} (HTTP ${page.status}) has no ${expected}: ${page.text.slice(0, 300)}`,
    );
  }
}

const mostRedirects = 20;

export function createFormBrowser(fetcher: typeof fetch = fetch): FormBrowser {
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
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const cookie = await jar.getCookieString(url.href);
    const headers: Record<string, string> = cookie === '' ? {} : { cookie };
    const response = await fetcher(url, { ...request, redirect: 'manual', headers });
    for (const set of response.headers.getSetCookie()) await jar.setCookie(set, url.href);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return pageOf(url, response);
    url = new URL(location, url);
    request = {};
  }
  throw new Error(`${first.origin}${first.pathname} redirects without end.`);
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

/** What a browser would send: the form's own values, then the ones filled in. */
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
