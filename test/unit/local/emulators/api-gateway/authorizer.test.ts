import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Authorize, createAuthorizer } from '#local/emulators/api-gateway/authorizer.ts';

const audience = 'web-client';
const claims = {
  sub: '8d3f7a52-0000-4000-8000-000000000000',
  email: 'ada@example.com',
  email_verified: true,
  token_use: 'id',
  'cognito:groups': ['operators', 'friends'],
};

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

let ours: Keys;
let theirs: Keys;
let server: Server;
let issuer: string;
let authorize: Authorize;

beforeAll(async () => {
  ours = await generateKeyPair('RS256', { extractable: true });
  theirs = await generateKeyPair('RS256', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(ours.publicKey)), kid: 'ours', alg: 'RS256', use: 'sig' }] };
  server = createServer((_request, response) => response.end(JSON.stringify(jwks))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  authorize = createAuthorizer({ issuer, jwksUri: `${issuer}/jwks`, audience });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

interface Changes {
  readonly claims?: JWTPayload;
  readonly issuer?: string;
  readonly audience?: string;
  readonly expires?: string;
  readonly kid?: string;
  readonly keys?: Keys;
}

function token(changes: Changes = {}): Promise<string> {
  return new SignJWT({ ...claims, ...changes.claims })
    .setProtectedHeader({ alg: 'RS256', kid: changes.kid ?? 'ours' })
    .setIssuer(changes.issuer ?? issuer)
    .setAudience(changes.audience ?? audience)
    .setIssuedAt()
    .setExpirationTime(changes.expires ?? '1h')
    .sign((changes.keys ?? ours).privateKey);
}

describe('the authorizer accepts an ID token', () => {
  it('signed by a known key while the issuer is down', async () => {
    const { n = '', e = '' } = await exportJWK(ours.publicKey);
    const known = { kid: 'ours', kty: 'RSA', alg: 'RS256', use: 'sig', n, e } as const;
    const jwksUri = 'http://127.0.0.1:1/jwks';
    const knowing = createAuthorizer({ issuer, audience, jwksUri, knownKeys: { keys: [known] } });

    expect(await knowing(await token())).toMatchObject({ sub: claims.sub });
    expect(await knowing(await token({ kid: 'theirs', keys: theirs }))).toBeUndefined();
  });

  it.each(['', 'Bearer ', 'bearer '])(
    'with the prefix "%s", and passes its claims on as text',
    async (prefix) => {
      const found = await authorize(`${prefix}${await token()}`);

      expect(found).toMatchObject({
        sub: claims.sub,
        email: claims.email,
        email_verified: 'true',
        'cognito:groups': 'operators,friends',
        exp: expect.stringMatching(/GMT$/),
      });
    },
  );
});

describe('the authorizer rejects', () => {
  it.each<[string, () => string | undefined | Promise<string>]>([
    ['no header', () => undefined],
    ['an empty header', () => ''],
    ['text that is not a token', () => 'Bearer let-me-in'],
    ['two words', async () => `Basic x ${await token()}`],
    ['an expired token', () => token({ expires: '1s ago' })],
    ['a token of another issuer', () => token({ issuer: 'http://127.0.0.1:1' })],
    ['a token for another client', () => token({ audience: 'stranger' })],
    ['an access token', () => token({ claims: { token_use: 'access' } })],
    ['a token without token_use', () => token({ claims: { token_use: undefined } })],
    ['a token signed with another key under a known key id', () => token({ keys: theirs })],
    ['a token of an unknown key', () => token({ keys: theirs, kid: 'theirs' })],
    [
      'an unsigned token',
      () => new UnsecuredJWT(claims).setIssuer(issuer).setAudience(audience).setExpirationTime('1h').encode(),
    ],
    [
      'a token signed with the public key as a shared secret',
      async () => {
        const secret = Buffer.from(JSON.stringify(await exportJWK(ours.publicKey)));
        return new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256', kid: 'ours' })
          .setIssuer(issuer)
          .setAudience(audience)
          .setExpirationTime('1h')
          .sign(secret);
      },
    ],
    [
      'a modified token',
      async () => {
        const [header, , signature] = (await token()).split('.');
        const payload = Buffer.from(JSON.stringify({ ...claims, sub: 'another' })).toString('base64url');
        return `${header}.${payload}.${signature}`;
      },
    ],
  ])('%s', async (_what, make) => {
    expect(await authorize(await make())).toBeUndefined();
  });

  it('and still accepts valid tokens after an unknown key', async () => {
    await authorize(await token({ keys: theirs, kid: 'theirs' }));

    expect(await authorize(await token())).toMatchObject({ sub: claims.sub });
  });
});
