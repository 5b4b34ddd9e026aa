import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import * as oidc from 'openid-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { email, type IdentityFixture, startIdentityFixture } from './fixture.ts';

let fixture: IdentityFixture;

beforeEach(async () => {
  fixture = await startIdentityFixture();
});
afterEach(() => fixture.remove());

describe('tokens', () => {
  it('are refreshed; each refresh token works once', async () => {
    const visitor = await fixture.signUp();
    const { refresh_token = '' } = await visitor.tokens();

    const renewed = await oidc.refreshTokenGrant(visitor.configuration, refresh_token);

    expect(decodeJwt(renewed.id_token ?? '')).toMatchObject({ email, token_use: 'id' });
    await expect(oidc.refreshTokenGrant(visitor.configuration, refresh_token)).rejects.toThrow();
  });

  it("of an operator contain the operators' group", async () => {
    fixture.identity.makeOperator(email);
    fixture.identity.makeOperator(email);

    expect(fixture.identity.operators()).toBe(1);
    const { id_token = '' } = await (await fixture.signUp()).tokens();

    expect(decodeJwt(id_token)['cognito:groups']).toEqual(['operators']);
  });

  it('are signed by keys that only the owner of the folder can read', async () => {
    const path = join(fixture.folder, 'keys.json');

    expect(statSync(path).mode & 0o777).toBe(0o600);
    const published: unknown = await (await fetch(fixture.identity.jwksUri)).json();
    const { kid } = JSON.parse(readFileSync(path, 'utf8')).jwks.keys[0];
    expect(published).toMatchObject({ keys: [{ kid, kty: 'RSA', use: 'sig' }] });
    expect(published).not.toHaveProperty('keys[0].d');
  });
});
