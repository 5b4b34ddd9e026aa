import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  decodeJwt,
  decodeProtectedHeader,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { z } from 'zod';
import type { TestUser } from '#local/testing/users.ts';
import type { TestEnvironment } from '#test/support/test-environment.ts';

const Keys = z.object({ jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1) }) });

/** Invalid tokens. Each has one defect and is otherwise genuine. */
export async function forgedTokens(
  here: TestEnvironment,
  user: TestUser,
  accessToken: string,
): Promise<[string, string | undefined][]> {
  const { idToken } = user.tokens;
  const genuine = decodeJwt(idToken);
  const signed = await signerOf(here, idToken);
  const theirs = await generateKeyPair('RS256');
  const [header = '', , signature = ''] = idToken.split('.');
  return [
    ['no token', undefined],
    ['an empty header', ''],
    ['rubbish', 'Bearer let-me-in'],
    ['a token of three empty parts', 'Bearer ..'],
    ['a cut token', `Bearer ${idToken.slice(0, -20)}`],
    ['the credentials of another scheme', `Basic ${Buffer.from('ada:secret').toString('base64')}`],
    ['an expired token', await signed({ ...genuine, exp: past() })],
    ['a token that is not valid yet', await signed({ ...genuine, nbf: Number(genuine.exp) + 3_600 })],
    ['a token of another issuer', await signed({ ...genuine, iss: 'https://issuer.example.com' })],
    ['a token for another client', await signed({ ...genuine, aud: 'another-client' })],
    ['an access token', `Bearer ${accessToken}`],
    ['a token for another use', await signed({ ...genuine, token_use: 'access' })],
    ['a token that says alg none', `Bearer ${new UnsecuredJWT(genuine).encode()}`],
    ['a token signed with the public key as secret (JWK)', await shared(genuine, idToken, await jwkOf(here))],
    ['a token signed with the public key as secret (PEM)', await shared(genuine, idToken, await pemOf(here))],
    ['a token with a foreign key id', await signed(genuine, { kid: 'another-key' })],
    ['a token of a foreign key under ours', await signed(genuine, { key: theirs.privateKey })],
    [
      'a token with another payload',
      `Bearer ${header}.${payload({ ...genuine, sub: 'another' })}.${signature}`,
    ],
    [
      'a token with another header',
      `Bearer ${payload({ alg: 'RS256', kid: 'x' })}.${idToken.slice(header.length + 1)}`,
    ],
  ];
}

/** Signs with the issuer's own key. */
async function signerOf(here: TestEnvironment, idToken: string) {
  const own = await signingKey(here);
  const { kid = '' } = decodeProtectedHeader(idToken);
  return async (claims: JWTPayload, { key = own, kid: id = kid } = {}) =>
    `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: id }).sign(key)}`;
}

async function shared(claims: JWTPayload, idToken: string, secret: string): Promise<string> {
  const { kid = '' } = decodeProtectedHeader(idToken);
  const token = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid });
  return `Bearer ${await token.sign(Buffer.from(secret))}`;
}

async function signingKey(here: TestEnvironment) {
  return importJWK(await privateJwk(here), 'RS256');
}

/** Tokens of the issuer that the API must not accept. */
export async function accessTokenOf({ environment }: TestEnvironment, { tokens }: TestUser): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: environment.clientId,
    refresh_token: tokens.refreshToken ?? '',
  });
  const response = await fetch(`${environment.urls.issuer}/token`, { method: 'POST', body });
  return z.object({ access_token: z.string().min(20) }).parse(await response.json()).access_token;
}

async function privateJwk(here: TestEnvironment): Promise<JWK> {
  const text = await readFile(join(here.environment.folder, 'identity', 'keys.json'), 'utf8');
  return Keys.parse(JSON.parse(text)).jwks.keys[0] ?? {};
}

async function jwkOf(here: TestEnvironment): Promise<string> {
  const { kty, n, e } = await privateJwk(here);
  return JSON.stringify({ kty, n, e });
}

async function pemOf(here: TestEnvironment): Promise<string> {
  const key = createPublicKey({ key: JSON.parse(await jwkOf(here)), format: 'jwk' });
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

function payload(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function past(): number {
  return Math.floor(Date.now() / 1_000) - 1;
}

/** The user id in a user's token. */
export function userIdOf({ tokens }: TestUser): string {
  return decodeJwt(tokens.idToken).sub ?? '';
}
