import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { config, startTestGateway, type TestGateway } from './gateway.ts';

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await startTestGateway();
});
afterEach(() => gateway.remove());

describe('a browser', () => {
  it('gets a preflight response without a token', async () => {
    const response = await gateway.ask('/prod/initialize', { method: 'OPTIONS' });

    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-methods')).toBe('POST');
  });

  it('gets the web page beside the API, also for the paths of its views', async () => {
    gateway.writePage('index.html', '<h1>studio</h1>');

    const [page, view] = await Promise.all([gateway.ask('/'), gateway.ask('/signed-in?code=1')]);

    expect(await page.text()).toBe('<h1>studio</h1>');
    expect(await view.text()).toBe('<h1>studio</h1>');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('gets the security headers with every file of the page, and with nothing else', async () => {
    gateway.writePage('index.html', '<h1>studio</h1>');

    const [page, settings, refusal] = await Promise.all([
      gateway.ask('/'),
      gateway.ask('/web-config.json'),
      gateway.ask('/prod/no'),
    ]);

    expect(page.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(settings.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(refusal.headers.has('content-security-policy')).toBe(false);
  });

  it('gets hashed files as immutable and all others as no-cache', async () => {
    gateway.writePage('index.html', '');
    gateway.writePage('assets/main-1.js', '');

    const [page, script] = await Promise.all([gateway.ask('/'), gateway.ask('/assets/main-1.js')]);

    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it("is redirected from localhost to the page's origin", async () => {
    gateway.writePage('index.html', '');
    const { port } = new URL(gateway.url);

    const response = await fetch(`http://localhost:${port}/sessions/gen3d-1?a=1`, { redirect: 'manual' });

    expect(response.status).toBe(307);
    expect(response.headers.get('location')).toBe(`http://127.0.0.1:${port}/sessions/gen3d-1?a=1`);
  });

  it('gets the URLs of the API and the issuer from web-config.json', async () => {
    expect(await (await gateway.ask('/web-config.json')).json()).toEqual(config);
  });

  it.each(['/..%2fsecret.txt', '/%2e%2e%2fsecret.txt', '/%00.js', '/missing.js'])(
    'gets nothing for %s',
    async (path) => {
      mkdirSync(join(gateway.folder, 'web'));
      writeFileSync(join(gateway.folder, 'secret.txt'), 'secret');

      expect((await gateway.ask(path)).status).toBe(404);
    },
  );
});
