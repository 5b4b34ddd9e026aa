import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import * as oidc from 'openid-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { email, type IdentityHome, startIdentityHome } from './home.ts';

let home: IdentityHome;

beforeEach(async () => {
  home = await startIdentityHome();
});
afterEach(() => home.remove());

describe('tokens', () => {
  it('are refreshed, each refresh token once', async () => {
    const visitor = await home.signUp();
    const { refresh_token = '' } = await visitor.tokens();

    const renewed = await oidc.refreshTokenGrant(visitor.configuration, refresh_token);

    expect(decodeJwt(renewed.id_token ?? '')).toMatchObject({ email, token_use: 'id' });
    await expect(oidc.refreshTokenGrant(visitor.configuration, refresh_token)).rejects.toThrow();
  });

  it('of an operator name the group', async () => {
    home.identity.makeOperator(email);
    home.identity.makeOperator(email);

    expect(home.identity.operators()).toBe(1);
    const { id_token = '' } = await (await home.signUp()).tokens();

    expect(decodeJwt(id_token)['cognito:groups']).toEqual(['operators']);
  });

  it('are signed by keys that only the owner of the folder reads', async () => {
    const path = join(home.folder, 'keys.json');

    expect(statSync(path).mode & 0o777).toBe(0o600);
    const published: unknown = await (await fetch(home.identity.jwksUri)).json();
    const { kid } = JSON.parse(readFileSync(path, 'utf8')).jwks.keys[0];
    expect(published).toMatchObject({ keys: [{ kid, kty: 'RSA', use: 'sig' }] });
    expect(published).not.toHaveProperty('keys[0].d');
  });
});
