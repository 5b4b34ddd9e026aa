import { expect, test } from 'vitest';
import { createHttpBrowser, PageError } from '#local/scripted-user/http-browser.ts';
import { type FakeAnswer, type FakeHandler, startFakeServer } from '#test/unit/client/fake-server.ts';

const html = (body: string): FakeAnswer => ({
  body: `<html><head><title>No text</title></head><body>${body}</body></html>`,
  headers: { 'content-type': 'text/html' },
});

const site: FakeHandler = ({ path }): FakeAnswer => {
  if (path === '/start')
    return { status: 302, headers: { location: '/form', 'set-cookie': 'seen=1; Path=/' } };
  if (path === '/form') {
    return html(`
      <a href="/other?x=1&amp;y=2">Other page</a>
      <form action="search"><input name="query" value="cup"><input type="submit" name="go" value="Go"></form>
      <form method="post" action="/post">
        <input type="hidden" name="token" value="t&amp;1"><input name="email"><input type="checkbox" name="news">
        <input type="checkbox" name="terms" value="yes" checked><button name="b" value="1">Send</button>
      </form>`);
  }
  if (path === '/loop') return { status: 302, headers: { location: '/loop' } };
  return html(`<p>You are at ${path}</p>`);
};

test('follows redirects and keeps cookies', async () => {
  await using server = await startFakeServer(site);

  const page = await createHttpBrowser().open(`${server.url}/start`);

  expect(page.url.pathname).toBe('/form');
  expect(server.requests[1]?.headers.cookie).toBe('seen=1');
});

test('submits hidden and checked values, and no buttons', async () => {
  await using server = await startFakeServer(site);
  const browser = createHttpBrowser();

  const page = await browser.submit(await browser.open(`${server.url}/form`), { email: 'ada@example.com' });

  expect(page.text).toBe('You are at /post');
  const [, post] = server.requests;
  expect(post?.headers['content-type']).toContain('application/x-www-form-urlencoded');
  expect(Object.fromEntries(new URLSearchParams(post?.body.toString()))).toEqual({
    token: 't&1',
    email: 'ada@example.com',
    terms: 'yes',
  });
});

test('puts the values of a form without a method into the URL', async () => {
  await using server = await startFakeServer(site);
  const browser = createHttpBrowser();

  const page = await browser.submit(await browser.open(`${server.url}/form`), { query: 'red cup' });

  expect(page.url.href).toBe(`${server.url}/search?query=red+cup`);
});

test('finds a link by its text or address', async () => {
  await using server = await startFakeServer(site);
  const browser = createHttpBrowser();
  const page = await browser.open(`${server.url}/form`);

  expect((await browser.follow(page, 'Other')).url.search).toBe('?x=1&y=2');
  expect((await browser.follow(page, '/other')).url.search).toBe('?x=1&y=2');
});

test("reports missing elements with the page's text", async () => {
  await using server = await startFakeServer(site);
  const browser = createHttpBrowser();
  const page = await browser.open(`${server.url}/empty`);

  await expect(browser.submit(page, { password: 'x' })).rejects.toThrow(PageError);
  await expect(browser.follow(page, 'Sign up')).rejects.toThrow('You are at /empty');
});

test('gives up on endless redirects', async () => {
  await using server = await startFakeServer(site);

  await expect(createHttpBrowser().open(`${server.url}/loop`)).rejects.toThrow('redirects too often');
});
