import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assemblyFolder, origins } from './assembly.ts';

let assembly: ReturnType<typeof assemblyFolder>;

beforeEach(() => {
  assembly = assemblyFolder();
});
afterEach(() => assembly.remove());

describe('the environment model', () => {
  it('has the user pool and its client', () => {
    expect(assembly.read().identity).toMatchObject({
      callbackUrls: [`${origins.web}/signed-in`],
      scopes: ['openid'],
      groups: ['operators'],
      passwords: { minimumLength: 10, uppercase: false, lowercase: false, digit: true, symbol: false },
      selfSignUp: true,
      idTokenSeconds: 1_800,
      accessTokenSeconds: 3_600,
      refreshTokenSeconds: 604_800,
    });
  });
});
