import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { vi } from 'vitest';
import { createHttpBrowser } from '#local/scripted-user/http-browser.ts';

export const clientId = 'command-line';

/** A small OpenID Connect issuer with oidc-provider's own sign-in and consent pages. */
export interface TestIssuer extends AsyncDisposable {
  readonly issuer: string;
  readonly clientId: string;
}

export async function startIssuer(): Promise<TestIssuer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const issuer = `http://127.0.0.1:${address.port}`;
  // What oidc-provider warns of, its pages and keys for trying things out, is what this issuer is for.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  server.on('request', providerOf(issuer).callback());
  return {
    issuer,
    clientId,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function providerOf(issuer: string): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: ['http://127.0.0.1/callback'],
      },
    ],
    claims: { openid: ['sub'], email: ['email'] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.com` }),
    }),
    rotateRefreshToken: true,
  });
}

/** Drives the pages as a person would who signs in and consents. */
export async function signInAs(name: string, url: URL): Promise<void> {
  const browser = createHttpBrowser();
  const consent = await browser.submit(await browser.open(url), { login: name, password: 'secret' });
  await browser.submit(consent, { prompt: 'consent' });
}
